import { afterEach, describe, expect, test } from 'vitest'
import { ada, origins, type World, type WorldOptions } from '../world.ts'
import { cleanUp, postgres } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/** Two processes of Foyer on one PostgreSQL, as P1 and P2 of faults.md. */
async function onTwoProcesses(
  story: (p1: World, p2: World) => Promise<void>,
  pace: NonNullable<WorldOptions['pace']> = {},
): Promise<void> {
  const store = await postgres().open()
  await inWorld({ store, pace }, (p1) => inWorld({ store, pace, beside: p1 }, (p2) => story(p1, p2)))
}

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
        const rows = await p1.store.selectFrom('wrong_tries').selectAll().execute()
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
})
