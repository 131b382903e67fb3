import { afterEach, describe, expect, test } from 'vitest'
import { claimsOf, luc, openWorld, robin, sam, type World } from '../world.ts'
import { cleanUp, postgres } from './databases.ts'

/** Two processes of Foyer on one PostgreSQL. Each remembers what it decided about a token. */
async function onTwoProcesses(story: (p1: World, p2: World) => Promise<void>): Promise<void> {
  const store = await postgres().open()
  const p1 = await openWorld({ store })
  const p2 = await openWorld({ store, beside: p1 })
  try {
    await story(p1, p2)
  } finally {
    await p2.close()
    await p1.close()
  }
}

/** One token, shown again and again, as a page does. @returns the status of a member's call at a process */
function shows(token: string): (at: World) => Promise<number> {
  const headers = { Authorization: `Bearer ${token}` }
  return async (at) => {
    // The second time the decision is remembered.
    await at.ask('/api/rooms', { headers })
    return (await at.ask('/api/rooms', { headers })).status
  }
}

describe('what is taken from somebody at one process counts at the next request at the other', () => {
  afterEach(cleanUp)

  test('a suspension, and its end', async () => {
    await onTwoProcesses(async (p1, p2) => {
      const asLuc = shows(await p1.issuer.accessToken(claimsOf(luc)))
      expect([await asLuc(p1), await asLuc(p2)]).toEqual([200, 200])
      const person = await p1.store
        .selectFrom('people')
        .select('id')
        .where('name', '=', luc.name)
        .executeTakeFirstOrThrow()
      const suspend = (suspended: boolean) =>
        p2.ask(`/api/operator/people/${person.id}`, { method: 'PATCH', as: sam, json: { suspended } })
      expect((await suspend(true)).status).toBe(204)
      expect([await asLuc(p1), await asLuc(p2)]).toEqual([403, 403])
      expect((await suspend(false)).status).toBe(204)
      expect([await asLuc(p1), await asLuc(p2)]).toEqual([200, 200])
    })
  })

  test('an entry of the organisation’s list', async () => {
    await onTwoProcesses(async (p1, p2) => {
      const invited = { ...robin, email: 'robin@example.org' }
      const asRobin = shows(await p1.issuer.accessToken(claimsOf(invited)))
      expect([await asRobin(p1), await asRobin(p2)]).toEqual([403, 403])
      const list = '/api/organisations/riverside/members'
      const added = await p2.ask(list, { method: 'POST', as: sam, json: { email: 'robin@example.org' } })
      expect(added.status).toBe(201)
      expect([await asRobin(p1), await asRobin(p2)]).toEqual([200, 200])
      const { listed } = await (await p2.ask('/api/organisations/riverside', { as: sam })).json()
      expect((await p2.ask(`${list}/${listed[0].id}`, { method: 'DELETE', as: sam })).status).toBe(204)
      expect([await asRobin(p1), await asRobin(p2)]).toEqual([403, 403])
    })
  })

  test('a session, within seconds', async () => {
    await onTwoProcesses(async (p1, p2) => {
      const asLuc = shows(await p1.issuer.accessToken({ ...claimsOf(luc), sid: 'session-1' }))
      expect([await asLuc(p1), await asLuc(p2)]).toEqual([200, 200])
      const token = await p1.issuer.logoutToken({ sub: luc.subject, sid: 'session-1' })
      const left = await p2.ask('/hooks/issuers/sso/logout', {
        method: 'POST',
        body: new URLSearchParams({ logout_token: token }).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      })
      expect(left.status).toBe(200)
      expect(await asLuc(p2)).toBe(401)
      await expect.poll(() => asLuc(p1)).toBe(401)
    })
  })
})
