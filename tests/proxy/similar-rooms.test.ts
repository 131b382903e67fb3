import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressesNear } from '../../src/proxy/features/rooms/similar-rooms.ts'
import { ada, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { form, inWorld } from './faults-world.ts'

async function room(w: World, address: string, name = 'The secret name', settings = {}): Promise<void> {
  const created = await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name, address } })
  expect(created.status).toBe(201)
  await w.ask(`/api/rooms/${address}`, { method: 'PATCH', as: ada, json: { settings } })
}

const suggested = async (w: World, path: string) => {
  const answer = await w.ask(path, { headers: { 'Accept-Language': 'en' } })
  const html = (await answer.text()).split('<script type="application/json" id="page">')
  expect(html.join()).not.toContain('The secret name')
  return [
    answer.status,
    ...[...(html[0] ?? '').matchAll(/class="near-address" href="\/([^"]+)"/g)].map(([, to]) => to),
  ]
}

describe('addresses near what was typed', () => {
  const piece = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  const address = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('-'))
  const slip = fc.tuple(
    fc.nat(),
    fc.constantFrom('left out', 'too many', 'wrong', 'swapped'),
    fc.constantFrom(...'aq7-_.'),
  )

  function slipped(text: string, [where, kind, character]: [number, string, string]): string {
    const at = where % text.length
    const [before, after] = [text.slice(0, at), text.slice(at)]
    if (kind === 'left out') return before + after.slice(1)
    if (kind === 'too many') return before + character + after
    if (kind === 'wrong') return before + character + after.slice(1)
    return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2)
  }

  test('hold the one that was meant, whatever the slip', () => {
    const long = address.filter((text) => text.length >= 7 && text.length <= 50)
    fc.assert(
      fc.property(long, slip, (meant, slipOfTheKeys) => {
        const typed = slipped(meant, slipOfTheKeys)
        expect(typed === meant || addressesNear(typed).includes(meant)).toBe(true)
      }),
    )
  })

  test('are few, each once, none of them what was typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80, unit: 'grapheme' }), (typed) => {
        const near = addressesNear(typed)
        expect(near.length).toBeLessThan(5_000)
        expect(new Set(near).size).toBe(near.length)
        expect(near).not.toContain(typed.toLowerCase())
      }),
    )
  })

  test.each([
    ['assemblée', ['assemblee']],
    ['x'.repeat(62), []],
  ])('of %s', (typed, near) => {
    expect(addressesNear(typed)).toEqual(near)
  })

  test('of a generated address without its hyphens', () => {
    expect(addressesNear('bcdfghjkmpqr')).toContain('bcdf-ghjk-mpqr')
  })
})

describeOnBoth('did you mean', (open) => {
  test('one slip away from a room: its address, never its name', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await room(w, 'housing-group')
      for (const typed of [
        'housing-gruop',
        'housinggroup',
        'housing-groupp',
        'hausing-group',
        'Housing_group',
      ])
        expect([typed, ...(await suggested(w, `/${typed}`))]).toEqual([typed, 404, 'housing-group'])
      expect(await suggested(w, '/housing-grop/phone')).toEqual([404, 'housing-group'])
      expect(await suggested(w, '/hosing-grop')).toEqual([404])
      const pasted = await w.ask('/go', form({ link: 'localhost:3999/housing-grup' }, origins.foyer))
      expect(await suggested(w, pasted.headers.get('Location') ?? '')).toEqual([404, 'housing-group'])
    })
  })

  test('not a room that is deleted, for members only, or that has another address now; nor one of many', async () => {
    const settings = (yaml: string) => yaml.replace('roomsPerPerson: 3', 'roomsPerPerson: 30')
    await inWorld({ store: await open(), settings }, async (w) => {
      await room(w, 'choir-one')
      await w.ask('/api/rooms/choir-one', { method: 'DELETE', as: ada })
      expect(await suggested(w, '/choir-on')).toEqual([404])
      await room(w, 'board-room', 'The secret name', { membersOnly: true })
      expect(await suggested(w, '/bord-room')).toEqual([404])
      await room(w, 'first-place')
      await w.ask('/api/rooms/first-place', { method: 'PATCH', as: ada, json: { address: 'second-place' } })
      expect(await suggested(w, '/first-plac')).toEqual([404])
      for (const number of [1, 2, 3]) await room(w, `lesson-${number}`)
      expect(await suggested(w, '/lesson-9')).toEqual([404])
    })
  })

  test('whoever tries many gets no more answers for a while', async () => {
    let now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await room(w, 'housing-group')
      for (let attempts = 0; attempts < 20; attempts++) await suggested(w, '/hausing-group')
      expect(await suggested(w, '/hausing-group')).toEqual([404])
      now += 1_000
      expect(await suggested(w, '/hausing-group')).toEqual([404, 'housing-group'])
    })
  })
})
