import { connectStore } from '../../platform/store/database.ts'
import { readBackup } from './backup-file.ts'
import { findStore } from './find-settings.ts'

/* `npm run restore -- file`: fills an empty database from a backup, whichever database that was taken from. */

async function main(): Promise<void> {
  const file = process.argv[2]
  if (file === undefined) throw new Error('Which backup? npm run restore -- data/backups/….jsonl.gz')
  const place = await findStore(process.env, process.cwd())
  const { db, close } = connectStore(place)
  try {
    const rows = await readBackup(db, file)
    process.stdout.write(`${rows} rows were restored.\n`)
  } finally {
    await close()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
