import { createHash } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { AwsClient } from 'aws4fetch'
import type { PresentationFiles } from '../platform/files/files.ts'
import type { Settings } from '../platform/settings/settings.ts'
import { readAt, sweepUploads, type UploadOnDisk, writeUpload } from './upload-file.ts'

type Place = NonNullable<Settings['presentations']['s3']>

/** Milliseconds: until a whole file is there, and for a question without one. */
const timeout = { put: 5 * 60_000, ask: 10_000 }

/**
 * Presentations in a bucket of a store that speaks S3, for several proxies. The bucket is named in the path,
 * which every such store understands.
 * @param arriving folder on this machine: a file is judged before it goes to the bucket
 * @param isAlone no other process uses that folder
 */
export function presentationBucket(
  { endpoint, bucket, ...place }: Place,
  arriving: string,
  isAlone: boolean,
  fetch: typeof globalThis.fetch,
): PresentationFiles {
  const signer = new AwsClient({ ...place, service: 's3' })
  const base = endpoint.replace(/(?<!\/)\/+$/, '')
  let isSwept = false

  async function ask(
    method: string,
    id: string,
    sent: { body?: Blob; hash?: string } = {},
  ): Promise<Response> {
    if (!/^[\w-]{1,64}$/.test(id)) throw new TypeError('no file of ours has such a name')
    const headers = { 'X-Amz-Content-Sha256': sent.hash ?? emptyHash }
    const signed = await signer.sign(`${base}/${bucket}/presentations/${id}`, { method, headers })
    return await fetch(signed.url, {
      method,
      headers: signed.headers,
      redirect: 'manual',
      // A file on its way to a server takes its time; only what answers nothing at all is given up.
      ...(method === 'GET' ? {} : { signal: AbortSignal.timeout(sent.body ? timeout.put : timeout.ask) }),
      ...(sent.body ? { body: sent.body } : {}),
    })
  }

  async function keep(arrived: UploadOnDisk, id: string): Promise<void> {
    await arrived.handle.close()
    const sent = { body: await openAsBlob(arrived.path), hash: await hashOf(arrived.path) }
    try {
      await expectDone(await ask('PUT', id, sent), 'PUT')
    } catch (error) {
      // Its answer may have been lost on the way.
      await ask('DELETE', id).catch(() => undefined)
      throw error
    }
    await rm(arrived.path, { force: true })
  }

  return {
    async receive(body, limit) {
      const arrived = await writeUpload(arriving, body, limit)
      return {
        size: arrived.size,
        read: (position, length) => readAt(arrived.handle, position, length),
        keep: (id) => keep(arrived, id),
        async discard() {
          await arrived.handle.close()
          await rm(arrived.path, { force: true })
        },
      }
    },
    async open(id) {
      const answer = await ask('GET', id)
      if (answer.status === 200) return answer.body
      await answer.body?.cancel()
      if (answer.status === 404) return null
      throw new Error(`the store of presentations answers GET with ${answer.status}`)
    },
    async remove(id) {
      const answer = await ask('DELETE', id)
      if (answer.status === 404) await answer.body?.cancel()
      else await expectDone(answer, 'DELETE')
    },
    async sweep() {
      await sweepUploads(arriving, isAlone && !isSwept)
      isSwept = true
    },
  }
}

const emptyHash = createHash('sha256').digest('hex')

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return hash.digest('hex')
}

/** Requires success; the store's message may hold names and keys, and is not repeated. */
async function expectDone(answer: Response, method: string): Promise<void> {
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`the store of presentations answers ${method} with ${answer.status}`)
}
