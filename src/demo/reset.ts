import { rmSync } from 'node:fs'
import path from 'node:path'

/* `npm run demo:reset`: clears the demo's own folder, and nothing else. */
const folder = path.resolve(import.meta.dirname, '../../data/demo')
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`Cleared ${folder}\n`)
