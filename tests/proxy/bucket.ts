import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

/** A store that speaks S3, as far as files of ours go: strict about signatures, lengths and hashes. */
export interface Bucket {
  endpoint: string
  /** What lies in it, by key. */
  objects: Map<string, Buffer>
  /** Requests that were refused, with the reason. */
  refused: string[]
  /** It answers everything so, until it is told otherwise. */
  fault: number | null
  close(): Promise<void>
}

export interface BucketKey {
  accessKeyId: string
  secretAccessKey: string
  region: string
  bucket: string
}

/**
 * On a port of its own, because how a file travels is what is to be seen. Signatures are verified from the
 * specification alone (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 */
export async function openBucket(key: BucketKey): Promise<Bucket> {
  const answer = async (request: Request): Promise<Response> => {
    if (opened.fault !== null) return new Response('<Error/>', { status: opened.fault })
    const body = Buffer.from(await request.arrayBuffer())
    const problem = problemOf(request, body, key)
    if (problem !== null) {
      opened.refused.push(problem)
      return new Response(`<Error><Code>${problem}</Code></Error>`, { status: 403 })
    }
    return act(request, body, opened.objects, key.bucket)
  }
  const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const opened: Bucket = {
    endpoint: `http://127.0.0.1:${port}`,
    objects: new Map(),
    refused: [],
    fault: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return opened
}

function act(request: Request, body: Buffer, objects: Map<string, Buffer>, bucket: string): Response {
  const { pathname } = new URL(request.url)
  const [, named, key = ''] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? []
  if (named !== bucket) return new Response('<Error><Code>NoSuchBucket</Code></Error>', { status: 404 })
  if (request.method === 'PUT') {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    if (request.headers.get('Content-Length') === null) return new Response(null, { status: 411 })
    objects.set(key, body)
    return new Response(null, { status: 200 })
  }
  if (request.method === 'DELETE') {
    objects.delete(key)
    return new Response(null, { status: 204 })
  }
  const found = objects.get(key)
  if (!found) return new Response('<Error><Code>NoSuchKey</Code></Error>', { status: 404 })
  return new Response(new Uint8Array(found))
}

function problemOf(request: Request, body: Buffer, key: BucketKey): string | null {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.get('Authorization') ?? '',
    )
  if (!given) return 'AccessDenied'
  const [, credential = '', signedHeaders = '', signature = ''] = given
  const [accessKeyId, date = '', region, service, end] = credential.split('/')
  const time = request.headers.get('x-amz-date') ?? ''
  if (accessKeyId !== key.accessKeyId) return 'InvalidAccessKeyId'
  if (region !== key.region || service !== 's3' || end !== 'aws4_request')
    return 'AuthorizationHeaderMalformed'
  if (!time.startsWith(date) || Math.abs(Date.now() - timeOf(time)) > 15 * 60_000)
    return 'RequestTimeTooSkewed'
  if (request.headers.get('x-amz-content-sha256') !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const names = signedHeaders.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied'
  const { pathname, search } = new URL(request.url)
  const canonical = [
    request.method,
    pathname,
    search.slice(1),
    ...names.map((name) => `${name}:${(request.headers.get(name) ?? '').trim()}`),
    '',
    signedHeaders,
    sha256(body),
  ].join('\n')
  const scope = `${date}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')
  const steps = [date, key.region, 's3', 'aws4_request', toSign]
  const expected = steps.reduce<Buffer>(
    (secret, text) => createHmac('sha256', secret).update(text).digest(),
    Buffer.from(`AWS4${key.secretAccessKey}`),
  )
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch'
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** `20261125T152343Z` */
function timeOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}
