import { expect, test } from 'vitest'
import type { AccessOverview, LoggedDecisions } from '../../src/contract/operator.ts'
import { ada, claimsOf, luc, robin, sam, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { inWorld } from './faults-world.ts'

const near: TestPerson = { ...robin, subject: 'noor', name: 'Noor Haddad', groups: ['/members/Riverside'] }

async function overview(w: World): Promise<AccessOverview> {
  return await (await w.ask('/api/operator/access', { as: sam })).json()
}

async function search(w: World, text: string): Promise<LoggedDecisions['decisions']> {
  const found = await w.ask(`/api/operator/decisions?search=${encodeURIComponent(text)}`, { as: sam })
  return (await found.json()).decisions
}

describeOnBoth('what operators see of access', (open) => {
  test('decisions by organisation and code, groups that no rule names, rules that never matched', async () => {
    await inWorld({ store: await open() }, async (w) => {
      for (const as of [ada, { ...ada, subject: 'eve' }, near, robin]) await w.ask('/api/me', { as })
      const { rows, unmatchedGroups, unmatchedRules, days } = await overview(w)
      const counted = rows.map(({ organisation, code, people, perDay }) => [
        organisation?.id ?? null,
        code,
        people,
        perDay.length === days && perDay.at(-1),
      ])
      expect(counted).toHaveLength(4)
      expect(counted).toEqual(
        expect.arrayContaining([
          ['riverside', 'admitted', 2, 2],
          ['riverside', 'group_no_match', 1, 1],
          [null, 'group_no_match', 1, 1],
          // Sam, who looks: an operator of no organisation.
          [null, 'admitted', 1, 1],
        ]),
      )
      expect(unmatchedGroups).toMatchObject([
        { issuer: 'sso', name: '/members/harbour', people: 1, near: [] },
        {
          issuer: 'sso',
          name: '/members/Riverside',
          people: 1,
          near: [
            { organisation: { id: 'riverside' }, expected: '/members/riverside', differences: ['case'] },
          ],
        },
      ])
      expect(unmatchedRules).toMatchObject([
        { organisation: { id: 'atelier' }, rule: 'members.groups', group: '/members/atelier' },
      ])
      await w.ask('/api/me', { as: luc })
      expect((await overview(w)).unmatchedRules).toEqual([])
    })
  })

  test('a decision by its reference, as it is read out, and by name and e-mail', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const asked = { ...near, name: 'Éloïse Haddad', email: 'Noor_100%@riverside.example' }
      const { decision } = await (await w.ask('/api/me', { as: asked })).json()
      const ways = [
        decision.ref,
        ` ${decision.ref.slice(0, 4).toLowerCase()}-${decision.ref.slice(4)} `,
        'noor',
        'HADDAD',
        'éloise',
        'noor_100%@',
      ]
      for (const text of ways) {
        expect([text, ...(await search(w, text)).map(({ ref, latest }) => [ref, latest])]).toEqual([
          text,
          [decision.ref, true],
        ])
      }
      for (const text of ['nobody', '__', '%%', "'; drop table decisions; --"]) {
        expect(await search(w, text)).toEqual([])
      }

      await w.ask('/api/me', { as: { ...asked, groups: ['/members/riverside'] } })
      const [now, before] = await search(w, 'noor')
      expect([now?.code, now?.latest, before?.code, before?.latest]).toEqual([
        'admitted',
        true,
        'group_no_match',
        false,
      ])
      expect(await search(w, '')).toMatchObject([{ ref: decision.ref }])
    })
  })

  test('who comes back after a month is explained to operators as to themselves', async () => {
    let now = Date.parse('2026-11-01T12:00Z')
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await w.ask('/api/me', { as: near })
      now += 32 * 24 * 60 * 60 * 1000
      // What refused people's tokens said is forgotten when somebody else's decision is written.
      await w.ask('/api/me', { as: robin })
      const { decision } = await (await w.ask('/api/me', { as: near })).json()
      const [found] = await search(w, decision.ref)
      const names = (steps: { step: string }[] = []) => steps.map(({ step }) => step)
      expect(names(found?.steps)).toEqual(names(decision.steps).filter((step) => step !== 'limits'))
      expect(found?.steps).not.toEqual([])
      expect(found).toMatchObject({ latest: true, lastAt: now })
    })
  })

  test('the last word is that of all processes', async () => {
    const store = await open()
    let now = Date.parse('2026-11-01T12:00Z')
    const clock = () => now
    await inWorld({ store, now: clock }, async (first) => {
      await inWorld({ store, now: clock, issuer: first.issuer }, async (second) => {
        const refOf = async (w: World, as: TestPerson) =>
          (await (await w.ask('/api/me', { as })).json()).decision.ref
        const refused = await refOf(first, near)
        now += 60_000
        const admitted = await refOf(second, { ...near, groups: ['/members/riverside'] })
        now += 60_000
        const again = await refOf(first, near)
        expect(new Set([refused, admitted, again]).size).toBe(3)
        const found = await search(first, 'noor')
        expect(found.map(({ ref, latest }) => [ref, latest])).toEqual([
          [again, true],
          [admitted, false],
          [refused, false],
        ])
      })
    })
  })

  test('tokens that their issuer made wrong, by the reference that the page showed', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const wrong: [Record<string, unknown>, string][] = [
        [{ aud: 'account' }, 'audience_missing'],
        [{ azp: 'another' }, 'client_not_allowed'],
        [{ sub: undefined }, 'subject_missing'],
        [{ typ: 'ID' }, 'token_invalid'],
        [{ iat: Math.floor(Date.now() / 1000) + 600 }, 'clock_skew'],
      ]
      for (const [claims, code] of wrong) {
        const token = await w.issuer.accessToken({ ...claimsOf(robin), ...claims, ...late() })
        const asked = () => w.ask('/api/rooms', { headers: { Authorization: `Bearer ${token}` } })
        const { values } = await (await asked()).json()
        expect([code, await search(w, values.decision)]).toMatchObject([
          code,
          [{ code, allowed: false, person: null }],
        ])
        expect((await (await asked()).json()).values).toEqual(values)
      }
      const forged = await w.issuer.forgedToken({ ...claimsOf(robin), aud: 'account' })
      const answer = await w.ask('/api/rooms', { headers: { Authorization: `Bearer ${forged}` } })
      expect((await answer.json()).values).toBeUndefined()
      expect(await search(w, '')).toHaveLength(wrong.length)
    })
  })

  test('a person is suspended from the next request on, and nobody suspends themselves', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await w.ask('/api/rooms', { as: ada })
      await w.ask('/api/rooms', { as: sam })
      const change = async (name: string, suspended: boolean) => {
        const [found] = await search(w, name)
        const path = `/api/operator/people/${found?.person?.id}`
        return (await w.ask(path, { method: 'PATCH', as: sam, json: { suspended } })).status
      }
      expect(await change('ada', true)).toBe(204)
      expect(await (await w.ask('/api/rooms', { as: ada })).json()).toMatchObject({ code: 'not_admitted' })
      expect((await search(w, 'ada'))[0]).toMatchObject({
        code: 'person_suspended',
        person: { suspended: { by: 'Sam Nguyen' } },
      })
      expect(await change('ada', false)).toBe(204)
      expect((await w.ask('/api/rooms', { as: ada })).status).toBe(200)
      expect(await change('sam', true)).toBe(400)
      expect((await w.ask('/api/operator/access', { as: sam })).status).toBe(200)
    })
  })
})

function late() {
  return { exp: Math.floor(Date.now() / 1000) + 900 }
}
