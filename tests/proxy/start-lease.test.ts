import { expect, test } from 'vitest'
import { ada, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/* A starter whose server takes its time is not gone, and one whose meeting another took over touches it no more. */

const start = (w: World) => w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })

const refusal = (key: string) =>
  new Response(`<response><returncode>FAILED</returncode><messageKey>${key}</messageKey></response>`)

/** The meetings that servers were asked to create, by their ids. */
const created = ({ de, ca }: World) =>
  new Set(
    [...de.received, ...ca.received]
      .filter(({ call }) => call === 'create')
      .map(({ query }) => query.get('meetingID')),
  )

const meetingIn = async (answer: Response) => new URL((await answer.json()).url).searchParams.get('meetingID')

describeOnBoth('the lease of a start', (open) => {
  // Nobody polls meanwhile, and a start has all the time that it needs.
  const pace = { poll: 600_000, hurriedPoll: 600_000, startTimeout: 120_000, bridgeTimeout: 60_000 }

  test('that another process took over is left to it: no row is removed, and it stays one meeting', async () => {
    const clock = { ahead: 0 }
    const options = { store: await open(), pace, now: () => Date.now() + clock.ahead }
    await inWorld(options, async (p1) => {
      await inWorld({ ...options, beside: p1 }, async (p2) => {
        await adasRoom(p1)
        const real = p1.de.fetch
        let second: Promise<Response> | null = null
        p1.de.fetch = async (request) => {
          if (second !== null || !request.url.includes('/create?')) return await real(request)
          clock.ahead += 16_000
          second = start(p2)
          await second
          return refusal('validationError')
        }
        const first = await start(p1)
        expect(first.status).toBe(200)
        const meeting = await meetingIn(first)
        expect(second && (await meetingIn(await second))).toBe(meeting)
        expect([...created(p1)]).toEqual([meeting])
        const rows = await p1.store.selectFrom('meetings').select(['id', 'state']).execute()
        expect(rows).toEqual([{ id: meeting, state: 'running' }])
      })
    })
  })

  test('is renewed before each further try, however often a balancer fails', async () => {
    const clock = { ahead: 0 }
    const store = await open()
    await inWorld({ store, pace, now: () => Date.now() + clock.ahead }, async (w) => {
      await adasRoom(w)
      const real = w.de.fetch
      const left: number[] = []
      w.de.fetch = async (request) => {
        if (!request.url.includes('/create?') || left.length === 4) return await real(request)
        const { leaseUntil } = await store
          .selectFrom('meetings')
          .select('leaseUntil')
          .executeTakeFirstOrThrow()
        left.push(leaseUntil - Date.now() - clock.ahead)
        clock.ahead += 9_000
        return refusal('internalError')
      }
      expect((await start(w)).status).toBe(200)
      expect(left).toHaveLength(4)
      // As much as a try at a server that answers late may take.
      expect(Math.min(...left)).toBeGreaterThan(13_500)
    })
  })
})
