import { afterEach, describe, expect, test } from 'vitest'
import type { Room, RoomPeople } from '../../src/contract/rooms.ts'
import { openStore } from '../../src/proxy/platform/store/database.ts'
import { ada, origins, type World, type WorldOptions } from '../world.ts'
import { cleanUp, later, postgres } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'

/** Two processes of Foyer on one PostgreSQL. */
async function onTwoProcesses(
  story: (p1: World, p2: World) => Promise<void>,
  pace: NonNullable<WorldOptions['pace']> = {},
): Promise<void> {
  const store = await postgres().open()
  await inWorld({ store, pace }, (p1) => inWorld({ store, pace, beside: p1 }, (p2) => story(p1, p2)))
}

/** A guest waits in Ada's room on a stream of this process. @returns the way to go */
async function waits(at: World, ticket: string): Promise<() => Promise<void>> {
  const events = await at.ask(`/api/join/assembly/events?ticket=${ticket}`)
  return async () => await events.body?.cancel()
}

async function ticketAt(at: World, name: string): Promise<string> {
  const headers = { Origin: origins.foyer }
  return (await (await at.ask('/api/join/assembly', { method: 'POST', json: { name }, headers })).json())
    .ticket
}

/** How many wait, and who, by their names, as Ada reads it at this process. */
async function whoWaits(at: World): Promise<[number, RoomPeople['waiting']]> {
  const room: Room = await (await at.ask('/api/rooms/assembly', { as: ada })).json()
  const guests = room.people?.waiting ?? []
  return [room.waiting, guests.sort((one, other) => one.name.localeCompare(other.name))]
}

/** What the database knows of those who wait. */
function rowsOf({ store }: World) {
  return store.selectFrom('waitingGuests').selectAll().execute()
}

const timeout = { timeout: 30_000 }

describe('two processes on one PostgreSQL', () => {
  afterEach(cleanUp)

  test('fault 28: wrong codes count at both together, right ones are heard at both', async () => {
    await onTwoProcesses(
      async (p1, p2) => {
        await adasRoom(p1)
        const put = { method: 'PUT', as: ada, json: { kind: 'digits' } }
        const { accessCode } = await (await p1.ask('/api/rooms/assembly/accessCode', put)).json()
        const knock = async (at: World, code: string, from: string) => {
          const headers = { Origin: origins.foyer }
          const json = { name: 'Lee', accessCode: code }
          return (await at.ask('/api/join/assembly', { method: 'POST', json, from, headers })).status
        }
        const burst = Array.from({ length: 40 }, (_, index) =>
          knock(index % 2 === 0 ? p1 : p2, `wrong ${index}`, '203.0.113.9'),
        )
        const judged = (await Promise.all(burst)).filter((status) => status === 400)
        // The tenth may be judged at both in the same instant.
        expect([10, 11]).toContain(judged.length)
        for (const process of [p1, p2]) {
          expect(await knock(process, accessCode, '203.0.113.9')).toBe(429)
          expect(await knock(process, accessCode, '203.0.113.10')).toBe(200)
        }
        const rows = await p1.store.selectFrom('wrongAttempts').selectAll().execute()
        expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113|wrong \d/)
      },
      { tryPause: 600_000 },
    )
  })

  test('fault 8: fifty starts of one room at both at once make one meeting, one create and fifty addresses', async () => {
    await onTwoProcesses(async (p1, p2) => {
      await adasRoom(p1)
      const starts = Array.from({ length: 50 }, async (_, index) => {
        const start = { method: 'POST', as: ada, json: {} }
        const answer = await (index % 2 === 0 ? p1 : p2).ask('/api/rooms/assembly/start', start)
        expect(answer.status).toBe(200)
        return new URL((await answer.json()).url).searchParams.get('meetingID')
      })
      expect(new Set(await Promise.all(starts)).size).toBe(1)
      const created = [...p1.de.received, ...p1.ca.received].filter(({ call }) => call === 'create')
      expect(created).toHaveLength(1)
    })
  })

  test('hosts see who waits at both, by name and since when, as long as they wait; the database has no name', async () => {
    await onTwoProcesses(
      async (p1, p2) => {
        await adasRoom(p1)
        const began = Date.now()
        const lee = await ticketAt(p1, 'Lee Ncube')
        const zoe = await ticketAt(p1, 'Zoé Roy')
        const away = [await waits(p1, lee), await waits(p2, zoe)]
        const waiting = { name: 'Lee Ncube', since: expect.any(Number) }
        for (const process of [p1, p2]) {
          await expect
            .poll(() => whoWaits(process), timeout)
            .toEqual([2, [waiting, { ...waiting, name: 'Zoé Roy' }]])
        }
        await expect.poll(() => rowsOf(p1), timeout).toHaveLength(2)
        expect(JSON.stringify(await rowsOf(p1))).not.toMatch(/Lee Ncube|Zoé Roy/)

        // Lee's stream is cut and opens again elsewhere: they wait since the same time.
        const [, [{ since } = { since: 0 }]] = await whoWaits(p1)
        expect(since).toBeGreaterThanOrEqual(began)
        await away[0]?.()
        away[0] = await waits(p2, lee)
        await expect.poll(() => rowsOf(p1), timeout).toHaveLength(1)
        await expect
          .poll(() => whoWaits(p1), timeout)
          .toEqual([
            2,
            [
              { name: 'Lee Ncube', since },
              { ...waiting, name: 'Zoé Roy' },
            ],
          ])
        for (const leave of away) await leave()
        await expect.poll(() => whoWaits(p1), timeout).toEqual([0, []])
        await expect.poll(() => rowsOf(p1), timeout).toEqual([])
      },
      { beat: 200 },
    )
  })

  test('guests who wait at either get in when a host starts at one of them', async () => {
    await onTwoProcesses(
      async (p1, p2) => {
        await adasRoom(p1)
        const streams = [p1, p2].map(async (process) => {
          const ticket = await ticketAt(process, 'Lee')
          return await process.ask(`/api/join/assembly/events?ticket=${ticket}`)
        })
        const opened = await Promise.all(streams)
        await expect.poll(() => whoWaits(p1), timeout).toMatchObject([2, { length: 2 }])
        await adaMeets(p1)
        for (const stream of opened) expect(await stream.text()).toMatch(/event: open\ndata: {"url":"https:/)
        await expect.poll(() => whoWaits(p2), timeout).toEqual([0, []])
      },
      { beat: 200 },
    )
  })

  test('of a process that is gone without a word nothing is left after a while', async () => {
    const place = await postgres().place()
    const [ours, theirs] = [await openStore(place), await openStore(place)]
    later(ours.close)
    const pace = { beat: 200 }
    await inWorld({ store: ours.db, pace }, async (p1) => {
      await inWorld({ store: theirs.db, pace, beside: p1 }, async (p2) => {
        await adasRoom(p1)
        await waits(p2, await ticketAt(p2, 'Lee'))
        await expect.poll(() => whoWaits(p1), timeout).toMatchObject([1, [{ name: 'Lee' }]])
        // From now on it can neither take its guests out nor say that they are still there.
        await theirs.close()
        await expect.poll(() => whoWaits(p1), timeout).toEqual([0, []])
        expect(await rowsOf(p1)).toEqual([])
      })
    })
  })
})
