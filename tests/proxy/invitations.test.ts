import { expect, test } from 'vitest'
import type { Invitation, Room } from '../../src/contract/rooms.ts'
import { ada, openWorld, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'

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
})
