import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { listen } from '../../src/proxy/runtime/listen.ts'
import { ada, claimsOf, origins, type World } from '../world.ts'
import { describeOnBoth, later } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/*
 * Requests that arrive slowly: whoever sends one holds a connection, so each has its time, and files alone have
 * a long one.
 */
const timeout = 300

/** A connection to a port of the proxy, and what it was told so far. */
async function openPort(w: World) {
  const limits = { timeout, uploadTimeout: 60_000 }
  const server = await listen(w.proxy.fetch, { host: '127.0.0.1', port: 0 }, undefined, limits)
  later(() => server.close(0))
  return (...begin: string[]) => {
    const socket = connect(server.port, '127.0.0.1')
    let told = ''
    socket.setEncoding('utf8').on('data', (piece) => {
      told += piece
    })
    socket.on('error', () => {})
    socket.write(begin.join('\r\n'))
    return { socket, told: () => told }
  }
}

/** Sends a byte again and again, until the connection is closed. */
function trickle(socket: Socket): void {
  const drip = setInterval(() => socket.write('x'), timeout / 10)
  socket.on('close', () => clearInterval(drip))
}

const host = `Host: ${new URL(origins.foyer).host}`

describeOnBoth('requests that arrive slowly', (open) => {
  test('a call is told that it came too late, as a problem, and the connection ends', async () => {
    await inWorld({ store: await open(), pace: { body: timeout } }, async (w) => {
      await adasRoom(w)
      const port = await openPort(w)
      const type = 'Content-Type: application/json'
      const { socket, told } = port(
        'POST /api/join/assembly HTTP/1.1',
        host,
        type,
        'Content-Length: 5000',
        '',
        '',
      )
      trickle(socket)
      await expect.poll(() => socket.closed).toBe(true)
      expect(told()).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json.*"code":"body_late"/s)
    })
  })

  test('a form is told so in words', async () => {
    await inWorld({ store: await open(), pace: { body: timeout } }, async (w) => {
      await adasRoom(w)
      const port = await openPort(w)
      const type = 'Content-Type: application/x-www-form-urlencoded'
      const origin = `Origin: ${origins.foyer}`
      const { socket, told } = port(
        'POST /assembly HTTP/1.1',
        host,
        type,
        origin,
        'Content-Length: 50',
        '',
        'name=',
      )
      await expect.poll(told).toMatch(/^HTTP\/1\.1 408 .*text\/html.*took too long to arrive/s)
      socket.destroy()
    })
  })

  test('a body that nobody waits for, and headers without an end, hold no connection', async () => {
    await inWorld({ store: await open(), pace: { body: timeout } }, async (w) => {
      const port = await openPort(w)
      const unread = port('GET /api/status HTTP/1.1', host, 'Content-Length: 5000', '', '')
      trickle(unread.socket)
      const endless = port('GET /api/status HTTP/1.1', host, 'X-Long: ')
      trickle(endless.socket)
      await expect.poll(() => [unread.socket.closed, endless.socket.closed]).toEqual([true, true])
      expect([unread.told().slice(0, 12), endless.told().slice(0, 12)]).toEqual([
        'HTTP/1.1 200',
        'HTTP/1.1 408',
      ])
    })
  })

  test('a file takes its time', async () => {
    await inWorld({ store: await open(), pace: { body: timeout } }, async (w) => {
      await adasRoom(w)
      const port = await openPort(w)
      const file = '%PDF-1.7\n%%EOF\n'
      const { socket, told } = port(
        'POST /api/rooms/assembly/presentations?name=agenda.pdf HTTP/1.1',
        host,
        `Authorization: Bearer ${await w.issuer.accessToken(claimsOf(ada))}`,
        'Content-Type: application/octet-stream',
        `Content-Length: ${file.length}`,
        '',
        file.slice(0, 9),
      )
      // What is no file is cut meanwhile, twice as late as it should have been there.
      const other = port('GET /api/status HTTP/1.1', host, 'Content-Length: 5000', '', '')
      await expect.poll(() => other.socket.closed).toBe(true)
      socket.write(file.slice(9))
      await expect.poll(told).toMatch(/^HTTP\/1\.1 201 /)
      socket.destroy()
    })
  })
})
