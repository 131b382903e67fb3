import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { requestLimits } from '../limits.ts'

export interface Listening {
  /** The port that was taken; 0 asks for any. */
  port: number
  /** Takes no new connections, finishes what runs, and cuts what does not end (event streams) after `grace` ms. */
  close(grace: number): Promise<void>
}

/** Answers a request. @param peer the network address at the other end of the connection */
export type Answer = (request: Request, peer?: string) => Promise<Response>

/**
 * Puts a fetch handler on a port.
 * @param branch handlers that want Node's own request, by path prefix: the demo's sign-in server
 */
export async function listen(
  fetch: Answer,
  where: { host: string; port: number },
  branch: (path: string) => RequestListener | null = () => null,
): Promise<Listening> {
  const ours = getRequestListener((request, { incoming }) => fetch(request, incoming.socket.remoteAddress))
  const limits = { maxHeaderSize: requestLimits.headerBytes, requestTimeout: requestLimits.uploadPatience }
  const server = createServer(limits, (request, response) => {
    const listener = branch(request.url ?? '/') ?? ours
    void listener(request as IncomingMessage, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.host, resolve)
  })
  return { port: portOf(server), close: (grace) => close(server, grace) }
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
