import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { readTypedLink } from '../../src/proxy/pages/typed-link.ts'
import { ada, origins } from '../world.ts'
import { cleanUp, sqlite } from './databases.ts'
import { adasRoom, form, inWorld } from './faults-world.ts'

afterEach(cleanUp)

const options = async () => ({ store: await sqlite().open() })
const { host } = new URL(origins.foyer)
const { host: serverHost } = new URL(origins.de)

/** What people type and paste, and where it leads. */
const typed: readonly [text: string, path: string][] = [
  ['assembly', '/assembly'],
  ['  Assembly ', '/assembly'],
  ['ASSEMBLY', '/assembly'],
  ['« assembly »', '/assembly'],
  ['“assembly”.', '/assembly'],
  ['bcdf ghjk mpqr', '/bcdf-ghjk-mpqr'],
  ['bcdf-ghjk-mpqr', '/bcdf-ghjk-mpqr'],
  ['Assemblée générale', '/assembl%C3%A9e-g%C3%A9n%C3%A9rale'],
  ['/assembly', '/assembly'],
  ['assembly/phone', '/assembly/phone'],
  [`${host}/assembly`, '/assembly'],
  [`${host.toUpperCase()}/assembly`, '/assembly'],
  [`http://${host}/assembly`, '/assembly'],
  [`https://${host}/assembly?lang=fr`, '/assembly?lang=fr'],
  [`<${origins.foyer}/assembly>`, '/assembly'],
  [`Rejoignez-nous: ${origins.foyer}/assembly. Par téléphone: +49 30 1234567`, '/assembly'],
  [`Join: https://elsewhere.example/x or ${origins.foyer}/assembly, at 14:00`, '/assembly'],
  [`${origins.foyer}/assembly/host#secret`, '/assembly/host#secret'],
  [`${origins.foyer}/recordings/0123`, '/recordings/0123'],
  // The service from before, also on the server's own name.
  ['abc-def-ghi', '/abc-def-ghi'],
  ['abc def ghi jkl', '/abc-def-ghi-jkl'],
  ['b/abc-def-ghi', '/b/abc-def-ghi'],
  ['/b/abc-def-ghi', '/b/abc-def-ghi'],
  ['rooms/abc-def-ghi-jkl/join', '/rooms/abc-def-ghi-jkl/join'],
  [`${origins.foyer}/b/abc-def-ghi`, '/b/abc-def-ghi'],
  [`${origins.foyer}/abc-def-ghi-jkl`, '/abc-def-ghi-jkl'],
  [`${host}/rooms/abc-def-ghi-jkl/join`, '/rooms/abc-def-ghi-jkl/join'],
  [`${origins.de}/b/abc-def-ghi`, '/b/abc-def-ghi'],
  [`${serverHost}/rooms/abc-def-ghi-jkl/join`, '/rooms/abc-def-ghi-jkl/join'],
]

const leadsNowhere: readonly [text: string, why: 'unknown' | 'number'][] = [
  ['', 'unknown'],
  ['   ', 'unknown'],
  ['https://elsewhere.example/assembly', 'unknown'],
  ['elsewhere.example/assembly', 'unknown'],
  ['https://elsewhere.example/b/abc-def-ghi', 'unknown'],
  [`https://${host}.elsewhere.example/assembly`, 'unknown'],
  [`${origins.de}/bigbluebutton/api/join?meetingID=x`, 'unknown'],
  ['48213', 'number'],
  ['48 213', 'number'],
  ['123 456 789', 'number'],
  ['123-456-7890', 'number'],
]

test('whatever one types or pastes leads to the room, in every shape that its link ever had', async () => {
  await inWorld(await options(), async (w) => {
    for (const [text, path] of typed) {
      const answer = await w.ask('/go', form({ link: text }, origins.foyer))
      expect([text, answer.status, answer.headers.get('Location')]).toEqual([text, 303, path])
    }
  })
})

test('what leads nowhere is given back, with what is amiss', async () => {
  await inWorld(await options(), async (w) => {
    for (const [text, why] of leadsNowhere) {
      const { headers } = await w.ask('/go', form({ link: text }, origins.foyer))
      const back = new URL(headers.get('Location') ?? '', origins.foyer)
      expect([text, back.pathname, back.searchParams.get(why)]).toEqual([text, '/', text.trim()])
      const page = await w.ask(back.pathname + back.search)
      expect([text, page.status]).toEqual([text, 200])
    }
  })
})

test('the secret of a link is in no address that is asked for, and is not given back', async () => {
  await inWorld(await options(), async (w) => {
    for (const link of [
      `${origins.foyer}/assembly/host#secret`,
      'https://elsewhere.example/assembly/host#secret',
    ]) {
      const location = (await w.ask('/go', form({ link }, origins.foyer))).headers.get('Location') ?? ''
      const { pathname, search } = new URL(location, origins.foyer)
      expect(pathname + search).not.toContain('secret')
    }
    expect(w.logged()).not.toContain('secret')
  })
})

test('a number is looked for among the addresses, and never among the PINs', async () => {
  await inWorld(await options(), async (w) => {
    const { dialIn } = await adasRoom(w)
    const json = { address: '20262027' }
    expect((await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json })).status).toBe(200)
    const leads = async (link: string) =>
      (await w.ask('/go', form({ link }, origins.foyer))).headers.get('Location')
    expect(await leads('20262027')).toBe('/20262027')
    expect(await leads(dialIn?.pin ?? '')).toBe(`/?number=${dialIn?.pin}`)
  })
})

test('an old link in each of its shapes is told to be one', async () => {
  await inWorld(await options(), async (w) => {
    for (const path of [
      '/b/abc-def-ghi',
      '/abc-def-ghi-jkl',
      '/rooms/abc-def-ghi-jkl/join',
      '/rooms/abc-def-ghi-jkl',
    ]) {
      const answer = await w.ask(path)
      expect([path, answer.status]).toEqual([path, 404])
      expect(await answer.text()).toContain(`${host}${path}`)
    }
  })
})

test('nothing that can be typed leads to another site, or fails', () => {
  const settings = { publicUrl: origins.foyer, servers: [] }
  const piece = fc.constantFrom(
    '/',
    '//',
    '\\',
    ':',
    '@',
    '#',
    '?',
    '%5c',
    '%2f',
    '..',
    ' ',
    host,
    'http://',
    'é',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const read = readTypedLink(text, settings)
      if ('unknown' in read) return void encodeURIComponent(read.unknown)
      expect(read.path).toMatch(/^\/(?![/\\]|%5c|%2f)/i)
      expect(new URL(read.path, origins.foyer).origin).toBe(origins.foyer)
    }),
    { numRuns: 2_000 },
  )
})

test('what is pasted is cut before anything looks at it', async () => {
  await inWorld(await options(), async (w) => {
    const hostile = [
      '.'.repeat(60_000),
      '/'.repeat(20_000),
      '/ '.repeat(12_000),
      '#'.repeat(20_000),
      'a.'.repeat(30_000),
    ]
    for (const link of [...hostile, `${'x'.repeat(20_000)} ${origins.foyer}/assembly`]) {
      const answer = await w.ask('/go', form({ link }, origins.foyer))
      expect([link.slice(0, 5), answer.status]).toEqual([link.slice(0, 5), 303])
      expect(answer.headers.get('Location')?.length).toBeLessThan(2_000)
    }
  })
})
