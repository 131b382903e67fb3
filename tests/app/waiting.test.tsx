import { screen, waitFor } from '@testing-library/dom'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { chime } from '../../src/app/public/chime.ts'
import { ada, luc, origins, type World } from '../world.ts'
import { comeBack, expectAccessible, fault, foyer, lookAgain, wire } from './foyer.ts'
import { type GuestPage, guestAt } from './guest.tsx'
import { joinedAt, meet, roomOf, until } from './meanwhile.ts'

const events = '/api/join/assembly/events'

/** Lee has given a name before the meeting, and waits. */
async function leeWaits(world: World): Promise<GuestPage> {
  const page = await guestAt(world, '/assembly')
  await page.user.type(screen.getByRole('textbox', { name: 'Your name' }), 'Lee')
  await page.user.click(screen.getByRole('button', { name: 'Wait for the meeting' }))
  await screen.findByText('You are waiting as Lee.')
  return page
}

/** The connection breaks once, after the first sign of life. */
function cutOnceOpened(world: World): void {
  const cut = async ({ request }: { request: Request }) => {
    const { pathname, search } = new URL(request.url)
    const answer = await world.ask(pathname + search, { signal: request.signal })
    const reader = answer.body?.getReader()
    const body = new ReadableStream({
      async pull(controller) {
        const { value } = (await reader?.read()) ?? {}
        controller.enqueue(value)
        await reader?.cancel()
        controller.error(new Error('the connection is lost'))
      },
    })
    return new Response(body, answer)
  }
  wire.use(http.get(`${location.origin}${events}`, cut, { once: true }))
}

/**
 * The next stream says nothing, and does not break: what a phone has that slept. Only after 45 s would the page take
 * it for cut.
 */
function sleepOnTheWire(): { isOpened(): boolean } {
  let isOpened = false
  const silent = () => {
    isOpened = true
    return new HttpResponse(new ReadableStream(), { headers: { 'Content-Type': 'text/event-stream' } })
  }
  wire.use(http.get(`${location.origin}${events}`, silent, { once: true }))
  return { isOpened: () => isOpened }
}

test('a guest who waits is let in by the page itself, without a sound that nobody wanted, and sees how to enter if that fails', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { left, chimes } = await leeWaits(world)
  expect(location.pathname).toBe('/assembly/waiting')
  await waitFor(() => expect(document.title).toBe('Waiting: Assembly'))
  expect(screen.getByRole('region', { name: 'Join by phone' })).toBeDefined()
  expect(screen.getByRole('link', { name: 'Stop waiting' }).getAttribute('href')).toBe('/assembly?guest')
  const quiet = screen.getAllByRole('status').find(({ textContent }) => textContent === '')
  expect(quiet).toBeDefined()
  await expectAccessible()

  await meet(world, ada)
  await waitFor(() => expect(left).toHaveLength(1))
  expect(joinedAt(left[0] ?? '')).toEqual({ server: origins.de, name: 'Lee', role: 'VIEWER' })
  expect(chimes()).toBe(0)
  const spoken = screen
    .getAllByRole('status')
    .filter(({ textContent }) => textContent?.includes('The meeting is open. Taking you there…'))
  expect(spoken, 'heard once, from a place that was there before').toEqual([quiet])
  await waitFor(() => expect(document.title).toBe('Open: Assembly'))
  expect(screen.getByRole('link', { name: 'Enter now' }).getAttribute('href')).toBe(left[0])
  await expectAccessible()
})

test('a guest who opens the page twice waits on the newer one, until they say where they want to wait', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, left } = await leeWaits(world)
  const ticket = new URLSearchParams(location.search).get('ticket') ?? ''
  const waiting = async () => (await (await world.ask('/api/rooms/assembly', { as: ada })).json()).waiting
  await waitFor(async () => expect(await waiting()).toBe(1))
  const other = await world.ask(`${events}?ticket=${encodeURIComponent(ticket)}`)
  await screen.findByText('You’re waiting on another page')
  expect(screen.queryByText('You are waiting as Lee.')).toBeNull()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Wait here instead' }))
  await screen.findByText('You are waiting as Lee.')
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }))
  expect(await other.text()).toContain('event: replaced')
  await meet(world, ada)
  await waitFor(() => expect(left).toHaveLength(1))
})

test('whoever wants a sound hears it at once and when the meeting opens, also the next time', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const page = await leeWaits(world)
  const sound = await screen.findByRole('button', { name: 'Play a sound when it opens', pressed: false })
  await page.user.click(sound)
  expect(sound.getAttribute('aria-pressed')).toBe('true')
  expect(page.chimes()).toBe(1)

  await page.open(location.pathname + location.search)
  await screen.findByRole('button', { name: 'Play a sound when it opens', pressed: true })
  await meet(world, ada)
  await waitFor(() => expect(page.left).toHaveLength(1))
  expect(page.chimes()).toBe(2)
})

test('a browser that knows no sound keeps nobody out', () => {
  expect('AudioContext' in window).toBe(false)
  expect(chime).not.toThrow()
})

test('the place in the queue survives a reload', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { open, left } = await leeWaits(world)

  await open(location.pathname + location.search)
  expect(await screen.findByText('You are waiting as Lee.')).toBeDefined()
  await expectAccessible()
  await meet(world, ada)
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ name: 'Lee' }]))
})

test('a stream that breaks is said, opened again, and the guest is let in all the same', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  cutOnceOpened(world)
  const { left } = await leeWaits(world)

  expect(await screen.findByText(/^The connection was cut/)).toBeDefined()
  await waitFor(() => expect(screen.queryByText(/^The connection was cut/)).toBeNull())
  await meet(world, ada)
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ name: 'Lee' }]))
})

const wakings: [string, () => void][] = [
  ['is looked at again', lookAgain],
  ['is online again', () => window.dispatchEvent(new Event('online'))],
]

test.each(wakings)('a phone that slept asks at once when it %s', async (_when, wake) => {
  const world = await foyer()
  await roomOf(world, ada)
  const sleep = sleepOnTheWire()
  const { left } = await leeWaits(world)
  await waitFor(() => expect(sleep.isOpened()).toBe(true))
  await meet(world, ada)
  expect(left).toEqual([])

  wake()
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ name: 'Lee' }]))
})

test('where no stream can be opened at all, the page asks again by itself until the meeting is open', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  fault('get', events, 502)
  const { left } = await leeWaits(world)
  expect(await screen.findByText(/^The connection was cut/)).toBeDefined()
  await expectAccessible()

  await meet(world, ada)
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ name: 'Lee' }]))
})

test('a place that is lost in a room that asks for consent leads to its door, which says why', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { recordingAllowed: true } })
  const page = await guestAt(world, '/assembly')
  await page.user.type(screen.getByRole('textbox', { name: 'Your name' }), 'Lee')
  await page.user.click(screen.getByRole('checkbox', { name: /may be recorded/ }))
  fault('get', events, 400)
  await page.user.click(screen.getByRole('button', { name: 'Wait for the meeting' }))
  await screen.findByText('You are waiting as Lee.')
  page.loseCookies()
  await waitFor(() => expect(page.left).toEqual(['/assembly?guest=again']), { timeout: 10_000 })
  await page.open('/assembly?guest=again')
  expect(await screen.findByText('You can no longer be let in automatically')).toBeDefined()
  expect(screen.getByRole('checkbox', { name: /may be recorded/ })).toBeDefined()
  await expectAccessible()
})

test('no server answers while one waits: it is said, and one is let in when a server is back', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { left } = await leeWaits(world)
  world.de.fault = 'refuse'
  world.ca.fault = 'refuse'
  expect(await screen.findByText(/^No server/)).toBeDefined()
  expect(screen.queryByText(/^The meeting has not started/)).toBeNull()

  world.de.fault = 'none'
  await until(world, 'assembly', 'waiting')
  expect(await screen.findByText(/^The meeting has not started/)).toBeDefined()
  await meet(world, ada)
  await waitFor(() => expect(left).toHaveLength(1))
})

test('a room that is deleted while one waits: the page says that it is closed', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await leeWaits(world)
  await world.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })

  expect(await screen.findByRole('heading', { name: 'This room is closed', level: 1 })).toBeDefined()
  expect(screen.getByText('It was deleted: no meeting takes place in it any more.')).toBeDefined()
  await expectAccessible()
})

test('a room that is put into the archive while one waits: the page, the tab and a reload say so', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { open } = await leeWaits(world)
  await world.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })

  const heading = await screen.findByRole('heading', { name: 'This room is closed', level: 1 })
  await waitFor(() => expect(document.activeElement).toBe(heading))
  expect(screen.getByText(/^Its hosts have closed it for the time being/)).toBeDefined()
  expect(screen.getByText(/^It has been closed for \d+ seconds?\.$/)).toBeDefined()
  expect(screen.getByText('Riverside Housing · Assembly')).toBeDefined()
  expect(document.title).toBe('This room is closed · Meet')
  await expectAccessible()

  await open(location.pathname + location.search)
  expect(screen.getByRole('heading', { name: 'This room is closed', level: 1 })).toBeDefined()
  await world.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: false } })
  await open(screen.getByRole('link', { name: 'See whether it is open again' }).getAttribute('href') ?? '')
  expect(screen.getByRole('button', { name: 'Wait for the meeting' })).toBeDefined()
})

test('the back button leads from the meeting to a page that asks before it goes in again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { left } = await leeWaits(world)
  await meet(world, ada)
  await screen.findByRole('link', { name: 'Enter now' })

  comeBack()
  expect(await screen.findByText('You have left the meeting')).toBeDefined()
  expect(await screen.findByDisplayValue('Lee')).toBeDefined()
  expect(left).toHaveLength(1)
})

test('a ticket that is none leads back to the room’s door', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const answer = await world.ask('/assembly/waiting?ticket=garbage')
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/assembly'])
})

test('en français : la page d’attente, et l’entrée d’elle-même', async () => {
  const world = await foyer()
  await roomOf(world, luc, { name: 'Réunion du comité', address: 'comite' })
  const { user, left, chimes } = await guestAt(world, '/comite', { language: 'fr' })
  await user.type(screen.getByRole('textbox', { name: 'Votre nom' }), 'Noé')
  await user.click(screen.getByRole('button', { name: 'Attendre la réunion' }))

  expect(await screen.findByText(/^Vous attendez .*Noé\.$/)).toBeDefined()
  await waitFor(() => expect(document.title).toMatch(/^En attente.*Réunion du comité$/))
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Faire entendre un son à l’ouverture' }))
  await meet(world, luc, 'comite')
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ server: origins.ca, name: 'Noé' }]))
  expect(chimes()).toBe(2)
  await waitFor(() => expect(document.title).toMatch(/^Ouverte.*Réunion du comité$/))
  expect(screen.getAllByText('La réunion est ouverte. Vous y entrez…')).toHaveLength(2)
})
