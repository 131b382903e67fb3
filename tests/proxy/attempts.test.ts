import { randomInt } from 'node:crypto'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type AttemptTarget, createAttempts } from '../../src/proxy/platform/limits/attempts.ts'
import { ProblemError } from '../../src/proxy/platform/problem.ts'
import type { Store } from '../../src/proxy/platform/store/database.ts'
import { describeOnBoth } from './databases.ts'

const second = 1_000
const hour = 60 * 60 * second

/** What two processes know of wrong attempts, on one store and by one clock that a test moves. */
function twoProcesses(store: Store) {
  const clock = { now: Date.UTC(2026, 10, 25, 12, 59, 30) }
  const logged: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => void logged.push(line) })
  const open = () =>
    createAttempts({
      settings: { secret: 'canary-foyer-secret-0123456789abcdef' },
      store,
      now: () => clock.now,
      pace: { tryPause: second },
      log,
    })
  const [one, other] = [open(), open()]
  /** Wrong attempts, now at the one process, now at the other. @returns how many of them were judged */
  const fail = async (times: number, place: AttemptTarget = 'code:room', address = '203.0.113.7') => {
    let judged = 0
    for (let time = 0; time < times; time++) {
      const answer = await [one, other][time % 2]?.judge({ place, address }, () => null).catch(secondsOf)
      if (answer === null) judged += 1
    }
    return judged
  }
  return { one, other, fail, clock, warnings: () => logged.length }
}

/** The seconds that somebody is told to wait. */
function secondsOf(error: unknown): number {
  if (error instanceof ProblemError && error.code === 'too_many_attempts')
    return Number(error.values?.seconds)
  throw error
}

const here = { place: 'code:room', address: '203.0.113.7' } as const
const right = () => 'in'

describeOnBoth('wrong tries at two processes', (open) => {
  test('count together, and at both an address rests after too many; others are heard', async () => {
    const { one, other, fail, clock } = twoProcesses(await open())
    expect(await fail(12)).toBe(10)
    for (const process of [one, other]) {
      expect(await process.judge(here, right).catch(secondsOf)).toBe(2)
      expect(await process.judge({ ...here, address: '203.0.113.8' }, right)).toBe('in')
      expect(await process.judge({ ...here, place: 'code:another' }, right)).toBe('in')
    }
    clock.now += second
    // Right tries count nothing, however many.
    for (let time = 0; time < 20; time++) expect(await other.judge(here, right)).toBe('in')
    expect([await fail(2), await one.judge(here, right).catch(secondsOf)]).toEqual([1, 2])
  })

  test('in the same instant cost as long a pause as one after the other', async () => {
    const { one, other, fail, clock } = twoProcesses(await open())
    await fail(10)
    clock.now += second
    const joinService: (() => void)[] = []
    const wrongLater = () => new Promise<null>((resolve) => joinService.push(() => resolve(null)))
    const both = [one.judge(here, wrongLater), other.judge(here, wrongLater)]
    await expect.poll(() => joinService.length).toBe(2)
    for (const open of joinService) open()
    expect(await Promise.all(both)).toEqual([null, null])
    // The eleventh costs two seconds, the twelfth four.
    expect(await one.judge(here, right).catch(secondsOf)).toBe(6)
    clock.now += 6 * second
    expect(await other.judge(here, right)).toBe('in')
  })

  test('are forgotten an hour after the first, and nothing is left of them an hour after the last', async () => {
    const store = await open()
    const { one, fail, clock } = twoProcesses(store)
    const kept = () => store.selectFrom('wrongAttempts').selectAll().execute()
    await fail(9)
    clock.now += hour
    expect(await fail(9)).toBe(9)
    await one.cleanUp()
    const rows = await kept()
    expect(rows).toHaveLength(3)
    expect(JSON.stringify(rows)).not.toContain('203.0.113')
    clock.now += hour
    await one.cleanUp()
    expect(await kept()).toEqual([])
  })

  test('are an attack from two hundred at one place on: told once, and pauses are longer for an hour more', async () => {
    const { one, other, fail, clock, warnings } = twoProcesses(await open())
    const flood = async (count: number) => {
      const attempts = Array.from({ length: count }, (_, index) =>
        [one, other][index % 2]?.judge({ place: 'code:room', address: `198.51.100.${index}` }, () => null),
      )
      await Promise.all(attempts)
    }
    await flood(199)
    expect([warnings(), await one.attacks()]).toEqual([0, []])
    await flood(1)
    const lastAt = clock.now
    expect([warnings(), await other.attacks()]).toEqual([
      1,
      [{ kind: 'code', id: 'room', wrong: 200, lastAt }],
    ])
    expect([await fail(5), await one.judge(here, right).catch(secondsOf)]).toEqual([3, 30])
    clock.now += hour / 2
    await fail(1, 'code:room', '192.0.2.3')
    clock.now += hour / 2
    expect([await fail(5, 'code:room', '192.0.2.1'), (await one.attacks())[0]?.wrong]).toEqual([3, 204])
    clock.now += hour
    expect([await fail(5, 'code:room', '192.0.2.2'), await one.attacks()]).toEqual([5, []])
  })

  test('while the clock ran an hour ahead cost no more than ten minutes, and count anew', async () => {
    const { one, other, fail, clock } = twoProcesses(await open())
    clock.now += hour
    await fail(12)
    clock.now -= hour
    for (const process of [one, other]) expect(await process.judge(here, right).catch(secondsOf)).toBe(600)
    clock.now += 600 * second
    expect(await one.judge(here, right)).toBe('in')
    expect(await fail(9)).toBe(9)
  })

  test('of one address over many places count together, too', async () => {
    const { fail } = twoProcesses(await open())
    const judged: number[] = []
    for (let place = 0; place < 4; place++) judged.push(await fail(9, `host_link:${place}`))
    expect(judged).toEqual([9, 9, 9, 3])
  })

  test('many at once, of many addresses at many places, are all counted', async () => {
    const store = await open()
    const { one, other } = twoProcesses(store)
    const attempts = Array.from({ length: 1_500 }, async (_, index) =>
      [one, other][index % 2]?.judge(
        { place: `code:room-${randomInt(40)}`, address: `2001:db8:${index % 500}::/64` },
        () => null,
      ),
    )
    await Promise.all(attempts)
    const rows = await store.selectFrom('wrongAttempts').selectAll().execute()
    const sum = (some: typeof rows) => some.reduce((all, { wrong }) => all + wrong, 0)
    expect(sum(rows.filter(({ source }) => source === ''))).toBe(1_500)
    expect(sum(rows.filter(({ place }) => place === ''))).toBe(1_500)
    expect(sum(rows.filter(({ place, source }) => place !== '' && source !== ''))).toBe(1_500)
  })
})
