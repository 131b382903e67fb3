import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { pipeline as pipelineToEnd } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { backupLines, damagedBackup, restoreLines } from '../../platform/store/backup.ts'
import type { Store } from '../../platform/store/database.ts'

/** The file of a backup unless another one is named: `backups/foyer-20270131T235959Z.jsonl.gz`. */
export function usualBackupFile(dataDir: string, now: number): string {
  const time = new Date(now).toISOString().replace(/\.\d+|[-:]/g, '')
  return path.join(dataDir, 'backups', `foyer-${time}.jsonl.gz`)
}

/**
 * Writes a backup for its owner's eyes alone. Under its name there is a whole one or none, also after a power
 * cut.
 * @throws Error where the file exists already
 */
export async function writeBackup(db: Store, file: string, now: number): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} exists already.`)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const partial = `${file}.partial`
  await rm(partial, { force: true })
  try {
    const written = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true })
    await pipelineToEnd(Readable.from(backupLines(db, now)), createGzip(), written)
    await rename(partial, file)
    await syncFolder(path.dirname(file))
  } finally {
    await rm(partial, { force: true })
  }
}

/**
 * Fills an empty store from a backup.
 * @returns how many rows there are
 * @throws Error with a sentence, and the store is as it was
 */
export async function readBackup(db: Store, file: string): Promise<number> {
  return await restoreLines(db, linesOf(file))
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for await (const chunk of unpacked(file)) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    throw isUnpacking(error) ? damagedBackup(error) : error
  }
  if (rest !== '') throw damagedBackup()
}

/** The content, unpacked; a failure of any part fails the reading. */
function unpacked(file: string): AsyncIterable<Uint8Array> {
  return pipeline(createReadStream(file), createGunzip(), () => {})
}

/** zlib's own codes: `Z_BUF_ERROR` for a file that ends early, `Z_DATA_ERROR` for one that was changed. */
function isUnpacking(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}

/** A new name is on the disk only once its folder is (fsync(2)). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
