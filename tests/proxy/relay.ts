import { connect, createServer, type Server, type Socket } from 'node:net'

/** Stands between Foyer and a server, and can fail as networks and machines do. */
export interface Relay {
  port: number
  /** From now on nothing arrives and nothing is closed, for those who are connected and for those who come. */
  vanish(): void
  /** All connections are cut, and new ones refused. */
  refuse(): Promise<void>
  /** New connections go through again. Those from before are as they were left. */
  mend(): Promise<void>
  close(): Promise<void>
}

export async function openRelay(to: { host: string; port: number }): Promise<Relay> {
  const sockets = new Set<Socket>()
  let isGone = false
  let server: Server | null = null

  function keep(socket: Socket): Socket {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    return socket
  }

  function accept(near: Socket): void {
    keep(near)
    if (isGone) return
    const far = keep(connect(to))
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (data) => void into.write(data))
      from.on('close', () => into.destroy())
    }
  }

  async function listen(port: number): Promise<number> {
    const listening = createServer(accept)
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject)
      listening.listen(port, '127.0.0.1', resolve)
    })
    server = listening
    const address = listening.address()
    if (typeof address !== 'object' || address === null) throw new Error('there is no free port')
    return address.port
  }

  async function refuse(): Promise<void> {
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
    server = null
    for (const socket of sockets) socket.destroy()
    await closed
  }

  const port = await listen(0)
  return {
    port,
    vanish() {
      isGone = true
      for (const socket of sockets) socket.removeAllListeners('data').resume()
    },
    refuse,
    async mend() {
      isGone = false
      if (!server) await listen(port)
    },
    close: refuse,
  }
}
