import { existsSync } from 'node:fs'
import path from 'node:path'
import { readStore } from '../../platform/store/database.ts'
import { usualBackupFile, writeBackup } from './backup-file.ts'
import { findStore } from './find-settings.ts'

/* `npm run backup [-- file]`: one consistent file, also while Foyer runs. */

async function main(): Promise<void> {
  const place = await findStore(process.env, process.cwd())
  const now = Date.now()
  const file = process.argv[2] ?? usualBackupFile(place.dataDir, now)
  const { db, close } = readStore(place)
  try {
    await writeBackup(db, file, now)
  } finally {
    await close()
  }
  process.stdout.write(`${file}\n`)
  const presentations = path.join(place.dataDir, 'presentations')
  // Not on the standard output: scripts take the name of the backup from there.
  if (existsSync(presentations))
    process.stderr.write(`Presentations are files, and not in it: copy ${presentations} as well.\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
