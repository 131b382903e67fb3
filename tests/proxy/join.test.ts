import { expect, test } from 'vitest'
import type { Room } from '../../src/contract/rooms.ts'
import { ada, openWorld, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { ledTo } from './faults-world.ts'

async function room(w: World, recordingAllowed = false): Promise<string> {
  const { address }: Room = await (
    await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assembly' } })
  ).json()
  await w.ask(`/api/rooms/${address}`, { method: 'PATCH', as: ada, json: { settings: { recordingAllowed } } })
  return address
}

async function openRoom(w: World, address: string): Promise<void> {
  const { url } = await (
    await w.ask(`/api/rooms/${address}/start`, { method: 'POST', as: ada, json: {} })
  ).json()
  await w.openAtBbb(url)
  await expect.poll(async () => (await (await w.ask(`/api/join/${address}`)).json()).state).toBe('open')
}

function post(w: World, address: string, json: object) {
  return w.ask(`/api/join/${address}`, { method: 'POST', json, headers: { Origin: origins.foyer } })
}

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  body: new URLSearchParams(fields).toString(),
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origins.foyer },
})

/** Reads server-sent events until one of the given name comes. */
async function nextEvent(answer: Response, name: string): Promise<Record<string, string>> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) throw new Error(`the stream ended without ${name}: ${text}`)
    text += value
    const found = new RegExp(`event: ${name}\\ndata: (.*)\\n\\n`).exec(text)?.[1]
    if (found) return JSON.parse(found)
  }
}

describeOnBoth('guests', (open) => {
  test('the join page is a document with the form in it, and asks BBB nothing', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const asked = w.de.received.filter(({ call }) => call !== 'getMeetings').length
    const page = await w.ask(`/${address}`, { headers: { 'Accept-Language': 'fr-CA,fr;q=0.9' } })
    const html = await page.text()
    expect(page.headers.get('Content-Type')).toContain('text/html')
    expect(html).toContain('<html lang="fr-CA"')
    expect(html).toContain('Assembly')
    expect(html).toMatch(/<form[^>]+method="post"/)
    expect(html).toContain('name="name"')
    expect(w.de.received.filter(({ call }) => call !== 'getMeetings').length).toBe(asked)
    await w.close()
  })

  test('a guest comes into an open meeting as a guest, in the language of the page', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    await openRoom(w, address)
    const answer = await (await post(w, address, { name: 'Zoé', language: 'fr' })).json()
    expect(answer.state).toBe('open')
    const entered = await w.openAtBbb(answer.url)
    expect(entered.text).toContain('Zoé')
    const join = w.de.received.findLast(({ call }) => call === 'join')?.query
    expect([join?.get('role'), join?.get('guest')]).toEqual(['VIEWER', 'true'])
    expect(join?.get('userdata-bbb_override_default_locale')).toBe('fr')
    expect(join?.get('userID')).toMatch(/^guest-/)
    await w.close()
  })

  test('a guest who waits is let in by the event stream when the meeting opens', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const waiting = await (await post(w, address, { name: 'Lee' })).json()
    expect(waiting.state).toBe('waiting')
    const events = await w.ask(`/api/join/${address}/events?ticket=${waiting.ticket}`)
    const opened = nextEvent(events, 'open')
    await openRoom(w, address)
    const { url } = await opened
    expect((await w.openAtBbb(url ?? '')).text).toContain('Lee')
    await w.close()
  })

  test('the host sees how many wait', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const { ticket } = await (await post(w, address, { name: 'Lee' })).json()
    const events = await w.ask(`/api/join/${address}/events?ticket=${ticket}`)
    const see = async () => (await (await w.ask(`/api/rooms/${address}`, { as: ada })).json()).waiting
    await expect.poll(see).toBe(1)
    await events.body?.cancel()
    await expect.poll(see).toBe(0)
    await w.close()
  })

  test('without JavaScript: the form leads to a page that waits, and that page on to the meeting', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const posted = await w.ask(`/${address}`, form({ name: 'Noor' }))
    expect(posted.status).toBe(303)
    const place = posted.headers.get('Location') ?? ''
    expect(place).toMatch(new RegExp(`^/${address}/waiting\\?ticket=`))
    const waits = await (await w.ask(place)).text()
    expect(waits).toContain('http-equiv="refresh"')
    await openRoom(w, address)
    const open_ = await w.ask(place)
    const direct = await w.ask(`/${address}`, form({ name: 'Noor' }))
    for (const led of [open_, direct]) {
      const url = ledTo(led) ?? ''
      expect([led.status, new URL(url).origin]).toEqual([200, origins.de])
      expect(led.headers.get('Cache-Control')).toBe('no-store')
      expect(led.headers.get('Referrer-Policy')).toBe('same-origin')
      // A form is led nowhere but to ourselves: a balancer's servers are nowhere named.
      expect(led.headers.get('Content-Security-Policy')).toContain("form-action 'self';")
      const html = await led.text()
      expect(html).toContain(`href="${url.replaceAll('&', '&amp;')}"`)
      expect(html).toContain('Enter now')
      expect(html).not.toContain('<script')
    }
    const headers = { ...form({}).headers, 'Accept-Language': 'fr' }
    const enFrancais = await w.ask(`/${address}`, { ...form({ name: 'Noor' }), headers })
    expect(await enFrancais.text()).toMatch(/<html lang="fr".*Entrer maintenant/s)
    await w.close()
  })

  test('a room that allows recording asks for consent, by call and by form', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w, true)
    const refused = await post(w, address, { name: 'Lee' })
    expect(await refused.json()).toMatchObject({ code: 'fields_invalid', fields: { consent: 'required' } })
    const page = await w.ask(`/${address}`, form({ name: 'Lee' }))
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('value="Lee"')
    expect((await post(w, address, { name: 'Lee', consent: true })).status).toBe(200)
    expect((await w.ask(`/${address}`, form({ name: 'Lee', consent: 'yes' }))).status).toBe(303)
    await w.close()
  })

  test('who came to wait before recording was allowed sees the notice before getting in', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const { ticket } = await (await post(w, address, { name: 'Lee' })).json()
    const settings = { recordingAllowed: true }
    await w.ask(`/api/rooms/${address}`, { method: 'PATCH', as: ada, json: { settings } })
    await openRoom(w, address)
    const events = await w.ask(`/api/join/${address}/events?ticket=${ticket}`)
    expect((await nextEvent(events, 'open')).url).toBe(`${origins.foyer}/${address}?guest=again`)
    const again = await post(w, address, { name: 'Lee', ticket })
    expect((await again.json()).fields).toEqual({ consent: 'required' })
    await w.close()
  })

  test('all servers down: the page says since when, the guest waits, and is let in when one is back', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    w.de.fault = 'refuse'
    w.ca.fault = 'refuse'
    await expect
      .poll(async () => (await (await w.ask(`/api/join/${address}`)).json()).state)
      .toBe('unavailable')
    expect((await w.ask(`/${address}`)).status).toBe(200)
    const { ticket } = await (await post(w, address, { name: 'Lee' })).json()
    const events = await w.ask(`/api/join/${address}/events?ticket=${ticket}`)
    const opened = nextEvent(events, 'open')
    w.de.fault = 'none'
    await expect.poll(async () => (await (await w.ask(`/api/join/${address}`)).json()).state).toBe('waiting')
    await openRoom(w, address)
    expect(new URL((await opened).url ?? '').origin).toBe(origins.de)
    await w.close()
  })

  test('one device has one userID in a room, and another in another room', async () => {
    const w = await openWorld({ store: await open() })
    const [one, two] = [await room(w), await room(w)]
    await openRoom(w, one)
    await openRoom(w, two)
    const first = await post(w, one, { name: 'Lee' })
    const cookie = first.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    expect(first.headers.get('Set-Cookie')).toMatch(/HttpOnly/)
    const idIn = async (address: string, name: string) => {
      const headers = { Cookie: cookie, Origin: origins.foyer }
      const answer = await w.ask(`/api/join/${address}`, { method: 'POST', json: { name }, headers })
      return new URL((await answer.json()).url).searchParams.get('userID')
    }
    expect(await idIn(one, 'Somebody new')).toBe(await idIn(one, 'Lee'))
    expect(await idIn(two, 'Lee')).not.toBe(await idIn(one, 'Lee'))
    await w.close()
  })

  test('errors that BBB sends back lead to sentences of ours, never its message', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const errors = JSON.stringify([
      { key: 'maxParticipantsReached', message: '<script>alert(1)</script> pay here' },
    ])
    const html = await (await w.ask(`/${address}?errors=${encodeURIComponent(errors)}`)).text()
    expect(html).not.toContain('pay here')
    expect(html).not.toContain('alert(1)')
    await w.close()
  })

  test('the switch offers French, and keeps to that of Québec where the browser reads it', async () => {
    const w = await openWorld({ store: await open() })
    const choose = async (accepted: string) => {
      const posted = form({ language: 'fr', return: '/status' })
      const headers = { ...posted.headers, 'Accept-Language': accepted }
      const answer = await w.ask('/language', { ...posted, headers })
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/status'])
      return answer.headers.get('Set-Cookie')?.split(';')[0]
    }
    expect(await choose('fr-CA,en;q=0.5')).toBe('foyer_language=fr-CA')
    expect(await choose('en-GB')).toBe('foyer_language=fr')
    await w.close()
  })

  test('tickets are sealed: garbage, or one from elsewhere, opens no stream', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    for (const ticket of ['', 'x', 'eyJhbGciOiJub25lIn0.eyJyb29tIjoiYSJ9.']) {
      const answer = await w.ask(`/api/join/${address}/events?ticket=${ticket}`)
      expect((await answer.json()).code).toBe('ticket_invalid')
    }
    await w.close()
  })
})
