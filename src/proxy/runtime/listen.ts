import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { isUpload } from '../platform/http/guards.ts'
import { requestLimits } from '../platform/limits.ts'

export interface Listening {
  /** The port that was taken; 0 asks for any. */
  port: number
  /** Takes no new connections, finishes what runs, and cuts what does not end (event streams) after `grace` ms. */
  close(grace: number): Promise<void>
}

interface Timeouts {
  timeout: number
  uploadTimeout: number
}

/** Answers a request. @param peer the network address at the other end of the connection */
export type Answer = (request: Request, peer?: string) => Promise<Response>

/**
 * Puts a fetch handler on a port.
 * @param branch handlers that want Node's own request, by path prefix: the demo's sign-in server
 * @param limits milliseconds for headers, for a body, and for a file; late headers are noticed up to 5 s later
 */
export async function listen(
  fetch: Answer,
  where: { host: string; port: number },
  branch: (path: string) => RequestListener | null = () => null,
  limits: Timeouts = requestLimits,
): Promise<Listening> {
  const ours = getRequestListener((request, { incoming }) => fetch(request, incoming.socket.remoteAddress))
  const options = {
    maxHeaderSize: requestLimits.headerBytes,
    headersTimeout: limits.timeout,
    requestTimeout: limits.uploadTimeout,
    connectionsCheckingInterval: Math.min(5_000, limits.timeout),
  }
  const server = createServer(options, (request, response) => {
    if (!carriesFile(request)) cutWhenLate(request, limits.timeout)
    const listener = branch(request.url ?? '/') ?? ours
    void listener(request as IncomingMessage, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.host, resolve)
  })
  return { port: portOf(server), close: (grace) => close(server, grace) }
}

function carriesFile({ method = '', url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1)
  return isUpload({ method, path })
}

/**
 * Cuts a connection whose body still arrives long after it should have been there. The proxy refuses in words before
 * that (`body_late`), where it waits for the body; Node itself has one timeout for all requests, files too.
 */
function cutWhenLate(request: IncomingMessage, timeout: number): void {
  const { 'content-length': length = '0', 'transfer-encoding': pieces } = request.headers
  if (length === '0' && pieces === undefined) return
  const cut = setTimeout(() => request.socket.destroy(), 2 * timeout)
  for (const over of ['end', 'close']) request.once(over, () => clearTimeout(cut))
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function close(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), grace)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
