import { createRequire } from 'node:module'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import type { Invitation, Room } from '../../src/contract/rooms.ts'
import { ada, openWorld, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'

/** Its types promise a default export, which it does not have. */
const readQr: typeof import('jsqr').default = createRequire(import.meta.url)('jsqr')

async function invitation(w: World, language: string): Promise<Invitation & { room: Room }> {
  const created = await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assemblée' } })
  const room: Room = await created.json()
  const answer = await w.ask(`/api/rooms/${room.address}/invitation?language=${language}`, { as: ada })
  return { ...(await answer.json()), room }
}

describeOnBoth('invitations', (open) => {
  test('an invitation has the link, the numbers with their countries and the PIN, grouped for reading', async () => {
    const w = await openWorld({ store: await open() })
    const { subject, text, room } = await invitation(w, 'fr-CA')
    const pin = room.dialIn?.pin ?? ''
    expect(subject).toContain('Assemblée')
    expect(text).toContain(`${origins.foyer}/${room.address}`)
    expect(text).toContain('Allemagne\u00a0: +49 30 1234567 (terminez le NIP par le carré, #)')
    expect(text).toContain('Canada\u00a0: +1 514 555-0123')
    expect(text).toContain(`NIP\u00a0: ${pin.slice(0, 2)} ${pin.slice(2)}`)
    await w.close()
  })

  test('in both languages each is complete, and the language of the service comes first', async () => {
    const w = await openWorld({
      store: await open(),
      settings: (yaml) => yaml.replace('defaultLanguage: en', 'defaultLanguage: fr'),
    })
    const { text, room } = await invitation(w, 'both')
    const [french = '', english = ''] = text.split('— — —')
    for (const part of [french, english]) expect(part).toContain(room.address)
    expect(french).toContain('Code PIN')
    expect(english).toContain('PIN:')
    expect(english).not.toContain('Code PIN')
    await w.close()
  })

  test('without numbers there is no word of the phone', async () => {
    const w = await openWorld({
      store: await open(),
      settings: (yaml) => yaml.replace(/\n {4}dialIn: .*/g, ''),
    })
    const { text, room } = await invitation(w, 'en')
    expect(room.dialIn).toBeNull()
    expect(text).not.toMatch(/phone|PIN/i)
    await w.close()
  })

  test('an unknown language is refused', async () => {
    const w = await openWorld({ store: await open() })
    const { room } = await invitation(w, 'en')
    const answer = await w.ask(`/api/rooms/${room.address}/invitation?language=de`, { as: ada })
    expect((await answer.json()).code).toBe('fields_invalid')
    await w.close()
  })

  test('what is scheduled is said in words with its zone; the access code is for those who are invited', async () => {
    const now = Date.UTC(2026, 10, 25, 14)
    const w = await openWorld({ store: await open(), now: () => now })
    await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assembly', address: 'assembly' } })
    const schedule = {
      title: 'Groupe de travail',
      message: '',
      start: '2026-12-08T14:00',
      timeZone: 'America/Toronto',
      minutes: 90,
      repeat: 'monthly_weekday',
      ends: { kind: 'never' },
    }
    const scheduled = await w.ask('/api/rooms/assembly/schedules', {
      method: 'POST',
      as: ada,
      json: schedule,
    })
    const { id } = await scheduled.json()
    const cancelled = { state: 'cancelled' }
    const date = `/api/rooms/assembly/schedules/${id}/dates/2026-12-08`
    await w.ask(date, { method: 'PATCH', as: ada, json: cancelled })
    const drawn = await w.ask('/api/rooms/assembly/accessCode', {
      method: 'PUT',
      as: ada,
      json: { kind: 'digits' },
    })
    const { accessCode } = await drawn.json()

    const letter = async (language: string): Promise<string> =>
      (await (await w.ask(`/api/rooms/assembly/invitation?language=${language}`, { as: ada })).json()).text
    const english = await letter('en')
    expect(english).toMatch(
      /When:\nGroupe de travail\nEvery month on the second Tuesday, 14:00\s?–\s?15:30, Eastern Time\n/,
    )
    expect(english).toMatch(
      /Next dates:\nTuesday,? 12 January 2027,? (at )?14:00\s?–\s?15:30, Eastern Time\n/,
    )
    expect(english).not.toContain('8 December')
    expect(english).toContain(`Access code: ${accessCode}`)
    const french = await letter('fr-CA')
    expect(french).toMatch(/Chaque mois, le deuxième mardi, 14\sh\s00\s?–\s?15\sh\s30, heure de l’Est/)
    expect(french).toContain('heure de l’Est')
    expect(french).toContain(`Code d’accès\u00a0: ${accessCode}`)

    // Whoever has the link may take the calendar along: it holds no code.
    const file = await (await w.ask('/assembly/calendar.ics?language=both')).text()
    expect(file.replaceAll('\r\n ', '')).not.toContain(accessCode)
    await w.close()
  })

  test('the QR code leads to the room, as a drawing and as a picture', async () => {
    const w = await openWorld({ store: await open() })
    await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assembly', address: 'assembly' } })
    const drawing = await w.ask('/assembly/qr.svg')
    expect(drawing.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8')
    // The policy of our pages allows no style and no script inside.
    expect(await drawing.text()).toMatch(/^<svg (?!.*(style|script)).*<\/svg>\s*$/s)
    const picture = await w.ask('/assembly/qr.png')
    const etag = picture.headers.get('ETag') ?? ''
    const again = await w.ask('/assembly/qr.png', { headers: { 'If-None-Match': etag } })
    expect([again.status, picture.headers.get('Cache-Control')]).toEqual([304, 'private, max-age=3600'])
    const { data, width, height } = PNG.sync.read(Buffer.from(await picture.arrayBuffer()))
    expect(readQr(new Uint8ClampedArray(data), width, height)?.data).toBe(`${origins.foyer}/assembly`)
    expect((await w.ask('/nobody-has-this/qr.svg')).status).toBe(404)
    // A poster that is printed while the room is in the archive will be right again; of a deleted room it never is.
    await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })
    expect((await w.ask('/assembly/qr.svg')).status).toBe(200)
    await w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
    expect((await w.ask('/assembly/qr.svg')).status).toBe(410)
    await w.close()
  })
})
