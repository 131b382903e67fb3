import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

const sources = ['src/app', 'src/contract', 'locales', 'index.html', 'vite.config.ts', 'package-lock.json']

/**
 * Builds the client when it is missing or older than its sources; a release may come without sources.
 * @param root the project's folder
 */
export async function buildIfStale(root: string, say: (line: string) => void): Promise<void> {
  const built = path.join(root, 'dist/built')
  if (existsSync(built)) {
    const [newest, made] = await Promise.all([newestOf(root), stat(built)])
    if (newest <= made.mtimeMs) return
  }
  say('Building the client (once; a few seconds) …')
  await run('npm', ['run', '--silent', 'build'], root)
}

async function newestOf(root: string): Promise<number> {
  const times = await Promise.all(sources.map((source) => newestIn(path.join(root, source))))
  return Math.max(0, ...times)
}

async function newestIn(place: string): Promise<number> {
  if (!existsSync(place)) return 0
  const here = await stat(place)
  if (!here.isDirectory()) return here.mtimeMs
  const inside = await readdir(place)
  const times = await Promise.all(inside.map((name) => newestIn(path.join(place, name))))
  return Math.max(0, ...times)
}

function run(command: string, words: string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Another value may be set, for tests: React would be twice the size.
    const env = { ...process.env, NODE_ENV: 'production' }
    const child = spawn(command, words, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${words.join(' ')} failed`)),
    )
  })
}
