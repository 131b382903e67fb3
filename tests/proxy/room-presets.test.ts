import { expect, test } from 'vitest'
import type { SettingsChange } from '../../src/contract/room-settings.ts'
import type { Room, RoomList } from '../../src/contract/rooms.ts'
import { ada, luc, openWorld, robin, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'

/* What an organisation sets in its rooms, and rooms that are made like others. */

const ofRiverside = (more: string) => (yaml: string) =>
  yaml.replace('    servers: [de, ca]', `${more}    servers: [de, ca]`)

const settings = ofRiverside(`    roomDefaults: { mutedOnEntry: true, minutes: 60, welcome: Welcome }
    roomForced: { approval: true, polls: false }
    presets:
      - id: assembly
        name: { en: Assembly, fr: Assemblée }
        description: { en: Many people, fr: Beaucoup de monde }
        settings: { layout: smart, minutes: 90, approval: true }
`)

async function create(w: World, json: object, person: TestPerson = ada): Promise<Room> {
  const answer = await w.ask('/api/rooms', {
    method: 'POST',
    as: person,
    json: { name: 'Assembly', ...json },
  })
  expect(answer.status).toBe(201)
  return await answer.json()
}

function change(w: World, { address }: Room, set: SettingsChange) {
  return w.ask(`/api/rooms/${address}`, { method: 'PATCH', as: ada, json: { settings: set } })
}

async function see(w: World, { address }: Room): Promise<Room> {
  return await (await w.ask(`/api/rooms/${address}`, { as: ada })).json()
}

describeOnBoth('what an organisation sets', (open) => {
  test('new rooms begin with its defaults; a default that changes later changes no room', async () => {
    const store = await open()
    const before = await openWorld({ store })
    const old = await create(before, {})
    await before.close()

    const w = await openWorld({ store, settings, issuer: before.issuer })
    const room = await create(w, {})
    const begun = { mutedOnEntry: true, minutes: 60, welcome: 'Welcome' }
    expect(room.settings).toMatchObject(begun)
    expect((await see(w, old)).settings).toMatchObject({ mutedOnEntry: false, minutes: null, welcome: '' })
    await change(w, room, { mutedOnEntry: false })
    await w.close()

    const later = await openWorld({ store, issuer: before.issuer })
    expect((await see(later, room)).settings).toMatchObject({ ...begun, mutedOnEntry: false })
    await later.close()
  })

  test('what it forces counts in every room at once, is shown as locked by it, and is not for hosts to change', async () => {
    const store = await open()
    const before = await openWorld({ store })
    const room = await create(before, {})
    await change(before, room, { polls: true, approval: false })
    await before.close()

    const w = await openWorld({ store, settings, issuer: before.issuer })
    const shown = await see(w, room)
    expect(shown.settings).toMatchObject({ approval: true, polls: false })
    expect(shown.locked).toEqual({ approval: 'organisation', polls: 'organisation' })
    const refused = await change(w, room, { approval: false, polls: true, mutedOnEntry: true })
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { code: 'fields_invalid', fields: { approval: 'invalid', polls: 'invalid' } },
    ])
    expect((await see(w, room)).settings.mutedOnEntry).toBe(false)
    await w.ask(`/api/rooms/${room.address}/start`, { method: 'POST', as: ada, json: {} })
    const sent = w.de.received.find(({ call }) => call === 'create')?.query
    expect([sent?.get('guestPolicy'), sent?.get('disabledFeatures')]).toEqual(['ALWAYS_ACCEPT_AUTH', 'polls'])
    await w.close()

    const freed = await openWorld({ store, issuer: before.issuer })
    expect((await see(freed, room)).settings).toMatchObject({ approval: false, polls: true })
    await freed.close()
  })

  test('its presets are offered, without what it forces, and fill in a new room over its defaults', async () => {
    const w = await openWorld({ store: await open(), settings })
    const room = await create(w, { preset: 'assembly' })
    expect(room.settings).toMatchObject({
      layout: 'smart',
      minutes: 90,
      mutedOnEntry: true,
      welcome: 'Welcome',
    })
    const offered = [
      {
        id: 'assembly',
        name: { en: 'Assembly', fr: 'Assemblée' },
        description: { en: 'Many people', fr: 'Beaucoup de monde' },
        settings: { layout: 'smart', minutes: 90 },
      },
    ]
    expect(room.presets).toEqual(offered)
    const list: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
    expect(list.organisations[0]?.presets).toEqual(offered)
    expect((await create(w, {}, luc)).presets).toEqual([])
    const unknown = await w.ask('/api/rooms', {
      method: 'POST',
      as: luc,
      json: { name: 'Atelier', preset: 'assembly' },
    })
    expect(await unknown.json()).toMatchObject({ code: 'fields_invalid', fields: { preset: 'unknown' } })
    await w.close()
  })

  test('its limits are told to hosts, and the end of the meeting with them', async () => {
    const w = await openWorld({ store: await open(), settings })
    const room = await create(w, {})
    expect(room.limits).toEqual({ participants: 50, minutes: 240 })
    await w.ask(`/api/rooms/${room.address}/start`, { method: 'POST', as: ada, json: {} })
    const { meeting } = await see(w, room)
    const { createTime } = await w.store.selectFrom('meetings').select('createTime').executeTakeFirstOrThrow()
    expect(meeting).toMatchObject({ state: 'empty', endsAt: (createTime ?? 0) + 60 * 60_000 })
    const endless = await create(w, {}, luc)
    await w.ask(`/api/rooms/${endless.address}/start`, { method: 'POST', as: luc, json: {} })
    const shown: Room = await (await w.ask(`/api/rooms/${endless.address}`, { as: luc })).json()
    expect(shown.meeting).toMatchObject({ endsAt: null })
    await w.close()
  })
})

describeOnBoth('a room like another', (open) => {
  test('has its settings; its address, its PIN and its people are its own', async () => {
    const w = await openWorld({ store: await open() })
    const room = await create(w, { address: 'housing-group' })
    await change(w, room, { approval: true, welcome: 'Bonjour', minutes: 30, phoneForGuests: true })
    const answer = await w.ask('/api/rooms/housing-group/duplicate', {
      method: 'POST',
      as: ada,
      json: { name: 'Housing, next year' },
    })
    expect(answer.status).toBe(201)
    const copy: Room = await answer.json()
    const original = await see(w, room)
    // That guests see the PIN of a guarded room, a host must have read in that room.
    expect(original.settings.phoneForGuests).toBe(true)
    expect(copy.settings).toEqual({ ...original.settings, phoneForGuests: false })
    expect([original.isPhoneForHosts, copy.isPhoneForHosts]).toEqual([false, true])
    expect(copy).toMatchObject({ name: 'Housing, next year', owner: { isMe: true }, lastUsedAt: null })
    expect(copy.address).not.toBe(original.address)
    expect(copy.dialIn?.pin).not.toBe(original.dialIn?.pin)
    await change(w, copy, { welcome: 'Salut' })
    expect((await see(w, room)).settings.welcome).toBe('Bonjour')
    await w.close()
  })

  test('counts among the rooms that a person may have, and is for those who host the first', async () => {
    const w = await openWorld({ store: await open() })
    const room = await create(w, {})
    const copy = (as: TestPerson, json: object = { name: 'Copy' }) =>
      w.ask(`/api/rooms/${room.address}/duplicate`, { method: 'POST', as, json })
    expect((await copy(ada, { name: ' ' })).status).toBe(400)
    expect((await copy(ada, { name: 'Copy', address: room.address })).status).toBe(409)
    expect((await copy(ada, { name: 'Copy', settings: {} })).status).toBe(400)
    expect((await copy(luc)).status).toBe(404)
    expect((await copy(robin)).status).toBe(403)
    expect([(await copy(ada)).status, (await copy(ada)).status]).toEqual([201, 201])
    expect(await (await copy(ada)).json()).toMatchObject({ code: 'room_limit_reached' })
    await w.close()
  })

  test('is the organisation’s where the first is', async () => {
    const w = await openWorld({ store: await open() })
    const room = await create(w, { ownedBy: 'organisation' })
    const colleague = { ...ada, subject: 'noor', name: 'Noor' }
    const answer = await w.ask(`/api/rooms/${room.address}/duplicate`, {
      method: 'POST',
      as: colleague,
      json: { name: 'Copy' },
    })
    expect(await answer.json()).toMatchObject({ owner: { kind: 'organisation', creator: { name: 'Noor' } } })
    await w.close()
  })
})
