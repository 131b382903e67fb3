import { expect, test } from 'vitest'
import type { RoomSettings } from '../../src/contract/room-settings.ts'
import { ada, origins, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, cookiesOf, form, inWorld } from './faults-world.ts'

/*
 * A room that asks for a code, or for a sign-in, tells nobody before what its hosts write for those who come: every
 * document that a stranger can ask for by the room's address, whatever it will be one day.
 */

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const words = {
  title: 'Wages of the kitchen',
  message: 'Bring the contract of May',
  cancelled: 'Talk with the landlord',
  waitingMessage: 'We begin with the dismissals',
  welcome: 'Nobody records this',
}

const guards: Record<string, Partial<RoomSettings>> = { code: {}, 'members only': { membersOnly: true } }

/** @returns the access code; empty where there is none */
async function guardedRoom(w: World, guard: string): Promise<string> {
  const { waitingMessage, welcome } = words
  await adasRoom(w, { waitingMessage, welcome, ...guards[guard] })
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  const schedule = (title: string, offset: number) => ({
    title,
    message: words.message,
    start: `${day(offset)}T14:00`,
    timeZone: 'America/Toronto',
    minutes: 60,
    repeat: 'none',
    ends: { kind: 'never' },
  })
  const post = async (json: object) =>
    await (await w.ask('/api/rooms/assembly/schedules', { method: 'POST', as: ada, json })).json()
  const { id } = await post(schedule(words.cancelled, 2))
  const date = day(2)
  const cancelled = await w.ask(`/api/rooms/assembly/schedules/${id}/dates/${date}`, {
    method: 'PATCH',
    as: ada,
    json: { state: 'cancelled' },
  })
  expect(cancelled.status).toBe(204)
  await post(schedule(words.title, 3))
  if (guard !== 'code') return ''
  const json = { kind: 'digits' }
  const drawn = await w.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json })
  return (await drawn.json()).accessCode
}

/** All that can be asked for by a room's address. */
function documentsOf(w: World): string[] {
  const routes = w.proxy.routes().filter((route) => /^GET \/.*:room\b/.test(route))
  const paths = routes.map((route) =>
    route
      .replace('GET ', '')
      .replace(/:room\b/, 'assembly')
      .replace(/[:{*].*$/, 'x'),
  )
  const variants = ['/assembly?left', '/assembly?guest', '/assembly?guest=again', '/assembly?lang=fr']
  return [...new Set([...paths, ...variants, '/assembly/calendar.ics?language=both'])]
}

/** What a document says, unpacked. */
async function textOf(w: World, path: string, Cookie = ''): Promise<string> {
  const answer = await w.ask(path, { headers: { Cookie } })
  // Lines of calendars are folded (RFC 5545 §3.1).
  return (await answer.text()).replace(/\r\n[ \t]/g, '')
}

const found = (text: string) =>
  Object.entries(words).flatMap(([name, word]) => (text.includes(word) ? [name] : []))

async function expectNothingTold(w: World): Promise<void> {
  const told: [string, string[]][] = []
  const documents = documentsOf(w)
  expect(documents).toEqual(
    expect.arrayContaining(['/assembly', '/api/join/assembly', '/assembly/calendar.ics']),
  )
  for (const path of documents) told.push([path, found(await textOf(w, path))])
  const posted = {
    'a form': form({ name: '' }, origins.foyer),
    'a wrong code': form({ name: 'Zoé', accessCode: '1' }, origins.foyer),
  }
  for (const [name, init] of Object.entries(posted))
    told.push([name, found(await (await w.ask('/assembly', init)).text())])
  const link = await w.ask('/assembly/host', form({ secret: 'no' }, origins.foyer))
  told.push(['a wrong host link', found(await link.text())])
  expect(told.filter(([, names]) => names.length > 0)).toEqual([])
}

describeOnBoth('a room that asks for', (open) => {
  test.each(Object.keys(guards))('%s tells strangers neither titles nor messages', async (guard) => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await guardedRoom(w, guard)
      await expectNothingTold(w)
      // Whoever gave the code, or signed in as a member, is told.
      const pass =
        guard === 'code'
          ? await w.ask('/api/join/assembly', {
              method: 'POST',
              json: { name: 'Zoé', accessCode: code },
              headers: { Origin: origins.foyer },
            })
          : await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: noor })
      const Cookie = `foyer_member=1; ${cookiesOf(pass)}`
      expect(found(await textOf(w, '/api/join/assembly', Cookie))).toEqual([
        'title',
        'message',
        'cancelled',
        'waitingMessage',
      ])
      expect(found(await textOf(w, '/assembly?guest', Cookie))).toEqual(
        expect.arrayContaining(['title', 'message']),
      )
      expect(found(await textOf(w, '/assembly/calendar.ics', Cookie))).toEqual(
        expect.arrayContaining(['title', 'message']),
      )
      // The hosts' own address of the calendar, in any language.
      const { feed } = await (await w.ask('/api/rooms/assembly/schedules', { as: ada })).json()
      const own = new URL(feed).pathname
      for (const language of ['', '?language=fr', '?language=en', '?language=both'])
        expect(found(await textOf(w, own + language))).toEqual(['title', 'message', 'cancelled'])
      await adaMeets(w)
      await expectNothingTold(w)
    })
  })
})
