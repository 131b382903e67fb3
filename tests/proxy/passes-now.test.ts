import { expect, test } from 'vitest'
import { ada, claimsOf, luc, origins, sam, type TestPerson, type World, type WorldOptions } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, cookiesOf, inWorld, ledTo } from './faults-world.ts'

/*
 * A pass says who somebody is. What lets them in is looked up each time: each row is somebody who came as a member, and
 * what happens before they come again, with the same cookies, to the door of a room for members only.
 */

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const lee: TestPerson = { subject: 'lee', name: 'Lee Chen', groups: [], email: 'lee@example.org' }

interface Row {
  who: TestPerson
  /** What lets them in. */
  before?: (w: World) => Promise<unknown>
  settingsBefore?: (yaml: string) => string
  /** What happens while Foyer runs, or by other settings and a restart. */
  meanwhile?: (w: World) => Promise<unknown>
  settingsThen?: (yaml: string) => string
}

const inSettings = (yaml: string) =>
  yaml.replace('groups: [/members/riverside] }', 'groups: [/members/riverside], emails: [lee@example.org] }')
const bySubject = (yaml: string) =>
  yaml.replace('groups: [/members/riverside] }', 'groups: [/members/riverside], subjects: ["sso:lee"] }')

async function list(w: World) {
  const json = { email: lee.email }
  expect(
    (await w.ask('/api/organisations/riverside/members', { method: 'POST', as: sam, json })).status,
  ).toBe(201)
}

async function unlist(w: World) {
  const { listed } = await (await w.ask('/api/organisations/riverside', { as: sam })).json()
  const id = listed.find(({ email }: { email: string }) => email === lee.email)?.id
  const path = `/api/organisations/riverside/members/${id}`
  expect((await w.ask(path, { method: 'DELETE', as: sam })).status).toBe(204)
}

const personId = async (w: World, { name }: TestPerson) =>
  (await w.store.selectFrom('people').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id

async function makeCoHost(w: World) {
  await w.ask('/api/me', { as: luc })
  await w.ask('/api/rooms', { as: luc })
  const roomId = (await w.store.selectFrom('rooms').select('id').executeTakeFirstOrThrow()).id
  const by = await personId(w, ada)
  await w.store
    .insertInto('cohosts')
    .values({ roomId, personId: await personId(w, luc), addedBy: by, addedAt: 1 })
    .execute()
}

const rows: Record<string, Row> = {
  'taken off the list': { who: lee, before: list, meanwhile: unlist },
  'out of the list of the settings': { who: lee, settingsBefore: inSettings, settingsThen: (yaml) => yaml },
  'out of the subjects of the settings': {
    who: lee,
    settingsBefore: bySubject,
    settingsThen: (yaml) => yaml,
  },
  'out of the group, as the last token said': {
    who: noor,
    meanwhile: (w) => w.ask('/api/me', { as: { ...noor, groups: ['/members/elsewhere'] } }),
  },
  'in a group that the settings name no more': {
    who: noor,
    settingsThen: (yaml) => yaml.replace('groups: [/members/riverside]', 'groups: [/members/river]'),
  },
  'known by an issuer that is retired': {
    who: noor,
    settingsThen: (yaml) =>
      yaml.replace(
        'label: { en: Co-op sign-in, fr: Connexion de la coop } }',
        `state: retired, label: { en: Old, fr: Ancien } }
    - { id: new, issuer: https://new.example.coop/realms/meet, clientId: foyer, audience: foyer-api, label: { en: New, fr: Nouveau } }`,
      ),
  },
  suspended: {
    who: noor,
    meanwhile: (w) =>
      w.store.updateTable('people').set({ suspendedAt: 1 }).where('name', '=', noor.name).execute(),
  },
  'no co-host any more': {
    who: luc,
    before: makeCoHost,
    meanwhile: (w) => w.store.deleteFrom('cohosts').execute(),
  },
  'a co-host whose own organisation is gone': {
    who: luc,
    before: makeCoHost,
    settingsThen: (yaml) => yaml.replace(/ {2}- id: atelier[\s\S]*?(?=operators:)/, ''),
  },
}

async function comes(w: World, { name }: TestPerson, Cookie: string) {
  const headers = { Cookie, Origin: origins.foyer }
  return await w.ask('/api/join/assembly', { method: 'POST', json: { name }, headers })
}

const entryOf = async (w: World, Cookie: string) =>
  (await (await w.ask('/api/join/assembly', { headers: { Cookie } })).json()).entry

describeOnBoth('a pass of somebody who is', (open) => {
  test.each(Object.entries(rows))('%s', async (_, row) => {
    const start = Date.now()
    let asked = 0
    // Each decision has a time of its own.
    const options: WorldOptions = { store: await open(), now: () => start + asked++ }
    const { who, before, meanwhile, settingsBefore, settingsThen } = row
    let held = { cookie: '', ticket: '' }
    const come = async (w: World) => {
      await adasRoom(w, { membersOnly: true })
      await before?.(w)
      const pass = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: who })
      expect(pass.status).toBe(204)
      const cookie = `foyer_member=1; ${cookiesOf(pass)}`
      expect(await entryOf(w, cookie)).toBe('member')
      const waits = await comes(w, who, cookie)
      held = { cookie: `${cookie}; ${cookiesOf(waits)}`, ticket: (await waits.json()).ticket }
    }
    const comeAgain = async (w: World) => {
      await meanwhile?.(w)
      const { cookie: Cookie, ticket } = held
      expect(await entryOf(w, Cookie)).toBeNull()
      expect((await (await comes(w, who, Cookie)).json()).code).toBe('members_only')
      if (settingsThen === undefined) await adaMeets(w)
      const page = await w.ask(`/assembly/waiting?ticket=${ticket}`, { headers: { Cookie } })
      const leads = settingsThen === undefined ? `${origins.foyer}/assembly?guest=again` : null
      expect(ledTo(page)).toBe(leads)
    }
    if (settingsThen === undefined) {
      await inWorld({ ...options, ...(settingsBefore && { settings: settingsBefore }) }, async (w) => {
        await come(w)
        await comeAgain(w)
      })
    } else {
      await inWorld({ ...options, ...(settingsBefore && { settings: settingsBefore }) }, come)
      await inWorld({ ...options, settings: settingsThen }, comeAgain)
    }
  })

  test('a member still, on another identity: what that one’s last decision gave counts', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w, { membersOnly: true })
      const pass = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: noor })
      const cookie = `foyer_member=1; ${cookiesOf(pass)}`
      const noorsId = await personId(w, noor)
      const second = { ...noor, subject: 'noor-2' }
      expect(claimsOf(second).sub).toBe('noor-2')
      await w.store
        .insertInto('identities')
        .values({ issuer: 'sso', subject: second.subject, personId: noorsId, linkedAt: 1 })
        .execute()
      await w.ask('/api/me', { as: second })
      await w.store.deleteFrom('identities').where('subject', '=', noor.subject).execute()
      expect(await entryOf(w, cookie)).toBe('member')
    })
  })
})
