import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { UploadProblem } from '../platform/files/files.ts'
import { hour } from '../platform/time/spans.ts'

/** A file that arrived, open and on this machine's disk. */
export interface UploadOnDisk {
  path: string
  size: number
  handle: FileHandle
}

/**
 * Writes what arrives into a file of its own, as fast as the disk takes it.
 * @param limit bytes
 * @throws ArrivalProblem, and the file is gone again
 */
export async function writeUpload(
  folder: string,
  body: ReadableStream<Uint8Array>,
  limit: number,
): Promise<UploadOnDisk> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, randomUUID())
  const handle = await open(file, 'wx+', 0o600)
  try {
    let size = 0
    for await (const piece of piecesOf(body)) {
      size += piece.byteLength
      if (size > limit) throw new UploadProblem('too_large')
      await handle.appendFile(piece)
    }
    return { path: file, size, handle }
  } catch (error) {
    await handle.close()
    await rm(file, { force: true })
    throw error
  }
}

/** Tells a sender that is gone from a disk that is full. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  let isRead = false
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new UploadProblem('cut_off', cause)
      })
      isRead = done
      if (done) return
      yield value
    }
  } finally {
    if (!isRead) await reader.cancel().catch(() => undefined)
  }
}

export async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** Milliseconds after which nobody can still be sending: a request ends sooner. */
const abandonedAfter = hour

/**
 * Removes what arrived and was never kept.
 * @param isAlone no other process writes into the folder: whatever is there is abandoned
 */
export async function sweepUploads(folder: string, isAlone: boolean): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const file = path.join(folder, name)
    const age = isAlone ? Number.POSITIVE_INFINITY : await ageOf(file)
    if (age > abandonedAfter) await rm(file, { force: true })
  }
}

async function ageOf(file: string): Promise<number> {
  return await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )
}
