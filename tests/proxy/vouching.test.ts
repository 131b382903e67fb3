import { expect, test } from 'vitest'
import type { HostsAnswer } from '../../src/contract/hosts.ts'
import type { Me } from '../../src/contract/me.ts'
import type { MemberLink } from '../../src/contract/organisations.ts'
import type { RoomList } from '../../src/contract/rooms.ts'
import { ada, luc, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/*
 * Whose word about an e-mail is believed: what is offered to an e-mail goes to nobody by an issuer that the settings
 * do not trust for it. The links go on to work, because whoever got one was sent it.
 */

const nadia: TestPerson = {
  subject: 'nadia',
  name: 'Nadia Roy',
  groups: ['/members/riverside', '/riverside/admins'],
}

interface Issuer {
  vouches: boolean | null
  verified: boolean
  state: 'active' | 'acceptOnly'
}

const settingsOf =
  ({ vouches, state }: Issuer) =>
  (yaml: string) =>
    yaml
      .replace(
        'vouchesForEmail: true,',
        `state: ${state},${vouches === null ? '' : ` vouchesForEmail: ${vouches},`}`,
      )
      .replace(
        'members: { groups: [/members/riverside] }',
        `members: { groups: [/members/riverside], emails: [founder@riverside.example] }
    administrators: { groups: [/riverside/admins], issuers: [sso] }`,
      )

const post = (w: World, path: string, as: TestPerson, json: object) =>
  w.ask(path, { method: 'POST', as, json })

async function read<Answer>(w: World, path: string, as: TestPerson): Promise<Answer> {
  return await (await w.ask(path, { as })).json()
}

describeOnBoth('an e-mail', (open) => {
  test.each<Issuer & { believed: boolean }>([
    { vouches: true, verified: true, state: 'active', believed: true },
    { vouches: true, verified: true, state: 'acceptOnly', believed: true },
    { vouches: true, verified: false, state: 'active', believed: false },
    { vouches: true, verified: false, state: 'acceptOnly', believed: false },
    { vouches: false, verified: true, state: 'active', believed: false },
    { vouches: false, verified: true, state: 'acceptOnly', believed: false },
    { vouches: false, verified: false, state: 'active', believed: false },
    { vouches: null, verified: true, state: 'active', believed: false },
    { vouches: null, verified: true, state: 'acceptOnly', believed: false },
  ])('of an issuer that vouches: $vouches, verified: $verified, $state: believed: $believed', async (row) => {
    const { verified, believed } = row
    const claims = { email_verified: verified }
    const lucWithEmail = { ...luc, email: 'luc@atelier.example', claims }
    const dee = { subject: 'dee', name: 'Dee', groups: [], email: 'dee@riverside.example', claims }
    const founder = { subject: 'fay', name: 'Fay', groups: [], email: 'founder@riverside.example', claims }
    await inWorld({ store: await open(), settings: settingsOf(row) }, async (w) => {
      expect((await read<{ emailsVouched: boolean }>(w, '/api/config', ada)).emailsVouched).toBe(
        row.vouches === true,
      )
      await adasRoom(w)

      const hosts = await post(w, '/api/rooms/assembly/hosts', ada, { email: 'luc@atelier.example' })
      const host: HostsAnswer = await hosts.json()
      const transferred = await post(w, '/api/rooms/assembly/transfer', ada, { email: 'luc@atelier.example' })
      const transfer: HostsAnswer = await transferred.json()
      const offers = [host.offer?.id, transfer.offer?.id]
      const found = (await read<RoomList>(w, '/api/rooms', lucWithEmail)).offers.map(({ id }) => id)
      expect(found.toSorted()).toEqual(believed ? offers.toSorted() : [])
      for (const id of offers) {
        const reply = await post(w, `/api/offers/${id}`, lucWithEmail, { accept: true })
        expect(reply.ok).toBe(believed)
      }

      const added = await post(w, '/api/organisations/riverside/members', nadia, { email: dee.email })
      const { link }: MemberLink = await added.json()
      for (const who of [dee, founder]) {
        const { decision } = await read<Me>(w, '/api/me', who)
        expect(decision.allowed).toBe(believed)
        const step = decision.steps.find(({ organisation }) => organisation?.id === 'riverside')
        const cause = row.vouches ? 'issuer_email_verified' : 'operator_email_vouching'
        expect(step?.fixes[0]).toBe(believed ? undefined : cause)
      }
      const claimed = await w.store.selectFrom('members').select('claimedAt').execute()
      expect(claimed.filter(({ claimedAt }) => claimedAt !== null)).toHaveLength(believed ? 2 : 0)
      if (believed) return

      const secretOf = (address: string | null) => (address ?? '').split('#')[1]
      const taken = { secret: secretOf(host.link), accept: true }
      expect((await post(w, '/api/offers', lucWithEmail, taken)).status).toBe(200)
      const accepted = { secret: secretOf(link), accept: true }
      expect((await post(w, '/api/organisations/riverside/accept', dee, accepted)).status).toBe(200)
      expect((await read<Me>(w, '/api/me', dee)).decision.allowed).toBe(true)
    })
  })
})
