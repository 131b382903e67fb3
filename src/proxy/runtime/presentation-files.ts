import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { ArrivedFile, PresentationFiles } from '../platform/files/files.ts'
import type { Settings } from '../platform/settings/settings.ts'
import { presentationBucket } from './presentation-bucket.ts'
import { readAt, sweepUploads, type UploadOnDisk, writeUpload } from './upload-file.ts'

/** The place of the settings: beside the embedded database, which belongs to one process, or shared by several. */
export function presentationFiles(settings: Settings): PresentationFiles {
  const { s3 } = settings.presentations
  const folder = path.join(settings.dataDir, 'presentations')
  const isAlone = settings.database === null
  return s3
    ? presentationBucket(s3, path.join(folder, 'arriving'), isAlone, fetch)
    : presentationFolder(folder, isAlone)
}

/**
 * Presentations as files in a folder, which several proxies may share.
 * @param isAlone no other process uses the folder
 */
export function presentationFolder(folder: string, isAlone: boolean): PresentationFiles {
  const arriving = path.join(folder, 'arriving')
  let isSwept = false
  const placeOf = (id: string) => {
    if (!/^[\w-]{1,64}$/.test(id)) throw new TypeError('no file of ours has such a name')
    return path.join(folder, id)
  }

  async function keep(arrived: UploadOnDisk, id: string): Promise<void> {
    await arrived.handle.sync()
    await arrived.handle.close()
    await rename(arrived.path, placeOf(id))
    await syncFolder(folder)
  }

  async function discard({ handle, path }: UploadOnDisk): Promise<void> {
    await handle.close()
    await rm(path, { force: true })
  }

  return {
    async receive(body, limit): Promise<ArrivedFile> {
      const arrived = await writeUpload(arriving, body, limit)
      return {
        size: arrived.size,
        read: (position, length) => readAt(arrived.handle, position, length),
        keep: (id) => keep(arrived, id),
        discard: () => discard(arrived),
      }
    },
    async open(id) {
      const handle = await open(placeOf(id), 'r').catch(unlessMissing)
      return handle && streamOf(handle)
    },
    remove: (id) => rm(placeOf(id), { force: true }),
    async sweep() {
      // Uploads that begin in this process from now on are not abandoned.
      await sweepUploads(arriving, isAlone && !isSwept)
      isSwept = true
    },
  }
}

function unlessMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
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

const pieceSize = 64 * 1024

/** As it is asked for; the file is closed at its end, or when nobody wants more. */
function streamOf(handle: FileHandle): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(pieceSize), 0, pieceSize)
        if (bytesRead > 0) return controller.enqueue(new Uint8Array(buffer.subarray(0, bytesRead)))
        await handle.close()
        controller.close()
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 0 },
  )
}
