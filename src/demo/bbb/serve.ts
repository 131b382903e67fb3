import { createServer, type Server } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { BbbSimulator } from './simulator.ts'

/**
 * Puts a simulator on a real port. Where its `fetch` fails as a network would, the connection is cut; everything
 * else, endless and slow answers among it, goes over the wire as it comes.
 * @param where port 0 takes any
 * @returns its origin, and how to stop: open connections are cut
 */
export async function serveSimulator(
  simulator: Pick<BbbSimulator, 'fetch'>,
  where: { port: number; host: string },
): Promise<{ url: string; close: () => Promise<void> }> {
  const answer = async (request: Request, bindings: HttpBindings | object) => {
    try {
      return await simulator.fetch(request)
    } catch {
      if ('incoming' in bindings) bindings.incoming.socket.destroy()
      return RESPONSE_ALREADY_SENT
    }
  }
  const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.host, resolve)
  })
  return { url: `http://${where.host}:${portOf(server)}`, close: () => close(server) }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
