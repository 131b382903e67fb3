import { expect, test } from 'vitest'
import type { RoomSettings, SettingsChange } from '../../src/contract/room-settings.ts'
import type { Room } from '../../src/contract/rooms.ts'
import { ada, openWorld, origins, type TestPerson, type World, type WorldOptions } from '../world.ts'
import { describeOnBoth } from './databases.ts'

/* What a host sets, read from what the simulated BBB server received. */

async function roomOf(w: World, person: TestPerson = ada): Promise<string> {
  const created = await w.ask('/api/rooms', { method: 'POST', as: person, json: { name: 'Assembly' } })
  const room: Room = await created.json()
  return room.address
}

function change(w: World, room: string, settings: SettingsChange, person: TestPerson = ada) {
  return w.ask(`/api/rooms/${room}`, { method: 'PATCH', as: person, json: { settings } })
}

async function see(w: World, room: string, person: TestPerson = ada): Promise<Room> {
  return await (await w.ask(`/api/rooms/${room}`, { as: person })).json()
}

/** A host starts the meeting and is in; then a guest joins. @returns what the guest's browser opened, and saw */
async function meet(w: World, room: string, guest: object = {}) {
  const started = await w.ask(`/api/rooms/${room}/start`, { method: 'POST', as: ada, json: {} })
  expect(started.status).toBe(200)
  const host = await w.openAtBbb((await started.json()).url)
  const info = async () => (await (await w.ask(`/api/join/${room}`)).json()).state
  await expect.poll(info, { interval: 25 }).toBe('open')
  const joined = await w.ask(`/api/join/${room}`, {
    method: 'POST',
    json: { name: 'Émile', consent: true, ...guest },
    headers: { Origin: origins.foyer },
  })
  const { url } = await joined.json()
  return { host, guest: await w.openAtBbb(url) }
}

function sent(w: World, call: 'create' | 'join', index = -1): URLSearchParams {
  const query = w.de.received.filter((received) => received.call === call).at(index)?.query
  if (!query) throw new Error(`the server received no ${call}`)
  return query
}

/** What is set, and what `create` or the guest's `join` must say then, and said before; null: nothing. */
interface Row {
  set: SettingsChange
  in: 'create' | 'join'
  says: Record<string, string | null>
  before: Record<string, string | null>
}

function flag(set: SettingsChange, name: string, more: Partial<Row> = {}): Row {
  return { set, in: 'create', says: { [name]: 'true' }, before: { [name]: 'false' }, ...more }
}

function feature(set: SettingsChange, name: string): Row {
  return { set, in: 'create', says: { disabledFeatures: name }, before: { disabledFeatures: null } }
}

/** Every setting that BBB hears of. Those that are ours alone are tested with the doors that they open or close. */
const table: Record<
  Exclude<
    keyof RoomSettings,
    'membersOnly' | 'membersStart' | 'waitingMessage' | 'phoneForGuests' | 'language'
  >,
  Row
> = {
  recordingAllowed: flag({ recordingAllowed: true }, 'record', {
    says: { record: 'true', allowStartStopRecording: 'true', autoStartRecording: 'false' },
    before: { record: 'false', allowStartStopRecording: 'false', autoStartRecording: 'false' },
  }),
  recordingStarts: flag({ recordingAllowed: true, recordingStarts: true }, 'autoStartRecording'),
  approval: {
    set: { approval: true },
    in: 'create',
    says: { guestPolicy: 'ALWAYS_ACCEPT_AUTH' },
    before: { guestPolicy: 'ALWAYS_ACCEPT' },
  },
  everyoneModerates: {
    set: { everyoneModerates: true },
    in: 'join',
    says: { role: 'MODERATOR', guest: 'true' },
    before: { role: 'VIEWER', guest: 'true' },
  },
  mutedOnEntry: flag({ mutedOnEntry: true }, 'muteOnStart'),
  camerasLocked: flag({ camerasLocked: true }, 'lockSettingsDisableCam'),
  microphonesLocked: flag({ microphonesLocked: true }, 'lockSettingsDisableMic'),
  privateChatLocked: flag({ privateChatLocked: true }, 'lockSettingsDisablePrivateChat'),
  publicChatLocked: flag({ publicChatLocked: true }, 'lockSettingsDisablePublicChat'),
  notesLocked: flag({ notesLocked: true }, 'lockSettingsDisableNotes', {
    says: { lockSettingsDisableNotes: 'true', lockSettingsDisableNote: 'true' },
  }),
  listLocked: flag({ listLocked: true }, 'lockSettingsHideUserList'),
  webcamsForModerators: flag({ webcamsForModerators: true }, 'webcamsOnlyForModerator'),
  layout: {
    set: { layout: 'presentation_focus' },
    in: 'create',
    says: { meetingLayout: 'PRESENTATION_FOCUS' },
    before: { meetingLayout: 'CUSTOM_LAYOUT' },
  },
  welcome: {
    set: {
      welcome:
        '  Bienvenue <b>à tous</b>\r\n\r\n\r\n\r\nOrdre du jour : https://pad.example/ag?a=1&b=2 \u202E',
    },
    in: 'create',
    says: {
      welcome:
        'Bienvenue &lt;b&gt;à tous&lt;/b&gt;<br><br>Ordre du jour : ' +
        '<a href="https://pad.example/ag?a=1&amp;b=2" target="_blank">https://pad.example/ag?a=1&amp;b=2</a>',
    },
    before: { welcome: null },
  },
  participants: {
    set: { participants: 12 },
    in: 'create',
    says: { maxParticipants: '12' },
    before: { maxParticipants: '50' },
  },
  minutes: { set: { minutes: 90 }, in: 'create', says: { duration: '90' }, before: { duration: '240' } },
  phone: {
    set: { phone: false },
    in: 'create',
    says: { voiceBridge: null },
    before: { voiceBridge: expect.stringMatching(/^\d{5}$/) },
  },
  breakoutRooms: feature({ breakoutRooms: false }, 'breakoutRooms'),
  polls: feature({ polls: false }, 'polls'),
  screenShare: feature({ screenShare: false }, 'screenshare'),
  sharedNotes: feature({ sharedNotes: false }, 'sharedNotes'),
  learningDashboard: feature({ learningDashboard: false }, 'learningDashboard'),
}

describeOnBoth('what a host sets', (open) => {
  async function world(more: Partial<WorldOptions> = {}): Promise<World> {
    return await openWorld({ store: await open(), ...more })
  }

  test.each(Object.entries(table))(
    '%s is what BBB is told',
    async (_setting, { set, in: call, says, before }) => {
      const w = await world()
      const [plain, changed] = [await roomOf(w), await roomOf(w)]
      expect((await change(w, changed, set)).status).toBe(200)
      const read = (names: object) =>
        Object.fromEntries(Object.keys(names).map((name) => [name, sent(w, call).get(name)]))
      await meet(w, plain)
      expect(read(before)).toEqual(before)
      await meet(w, changed)
      expect(read(says)).toEqual(says)
      await w.close()
    },
  )

  test('what is set is what people find in the meeting', async () => {
    const w = await world()
    const room = await roomOf(w)
    await change(w, room, {
      recordingAllowed: true,
      recordingStarts: true,
      mutedOnEntry: true,
      camerasLocked: true,
      listLocked: true,
      polls: false,
      layout: 'smart',
      welcome: 'Hello <everyone>',
    })
    const { host, guest } = await meet(w, room)
    const facts = (html: string) =>
      Object.fromEntries(
        [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [name, value]),
      )
    expect(facts(guest.text)).toMatchObject({
      Recording: 'Recording is on',
      Microphone: 'Muted until you turn it on',
      Camera: 'Locked',
      Layout: 'Smart',
      'Switched off': 'polls',
    })
    expect(facts(host.text)).toMatchObject({ Camera: 'Yours to use' })
    expect(guest.text).toContain('Hello &lt;everyone&gt;')
    await w.close()
  })

  test('who must be let in is no moderator: moderators pass the waiting room', async () => {
    const w = await world()
    const room = await roomOf(w)
    await change(w, room, { approval: true, everyoneModerates: true })
    const { guest } = await meet(w, room)
    expect([sent(w, 'join').get('role'), sent(w, 'join').get('guest')]).toEqual(['VIEWER', 'true'])
    expect(guest.text).toContain('A moderator will let you in')
    await w.close()
  })

  test('a meeting has what was set when it began, also when its creation is asked for again', async () => {
    const w = await world()
    const room = await roomOf(w)
    await change(w, room, { microphonesLocked: true, welcome: 'Première', polls: false })
    const up = async () => (await (await w.ask('/api/status')).json()).servers[0].state
    await expect.poll(up, { interval: 25 }).toBe('up')
    w.de.fault = 'create_answer_lost'
    await w.ask(`/api/rooms/${room}/start`, { method: 'POST', as: ada, json: {} })
    await change(w, room, { microphonesLocked: false, welcome: 'Seconde' })
    w.de.fault = 'none'
    await w.ask(`/api/rooms/${room}/start`, { method: 'POST', as: ada, json: {} })
    const creates = w.de.received.filter(({ call }) => call === 'create').map(({ query }) => String(query))
    expect(creates.length).toBeGreaterThan(1)
    expect(new Set(creates).size).toBe(1)
    await w.close()
  })

  test('participants and minutes stay within what the organisation allows', async () => {
    const w = await world()
    const room = await roomOf(w)
    const refused = await change(w, room, { participants: 51, minutes: 241 })
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { code: 'fields_invalid', fields: { participants: 'invalid', minutes: 'invalid' } },
    ])
    expect((await change(w, room, { participants: 50, minutes: 240 })).status).toBe(200)
    await w.close()
    // The limits were lowered meanwhile.
    const lower = (yaml: string) =>
      yaml.replace('participants: 50, minutes: 240', 'participants: 20, minutes: 60')
    const later = await openWorld({ store: w.store, settings: lower, issuer: w.issuer })
    expect((await see(later, room)).settings).toMatchObject({ participants: 20, minutes: 60 })
    await meet(later, room)
    expect([sent(later, 'create').get('maxParticipants'), sent(later, 'create').get('duration')]).toEqual([
      '20',
      '60',
    ])
    await later.close()
  })

  test('a welcome too long for the way to BBB is refused at its field, with how much is too much', async () => {
    const w = await world()
    const room = await roomOf(w)
    const refused = await change(w, room, { welcome: '🎉'.repeat(500) })
    const problem = await refused.json()
    expect(problem).toMatchObject({ code: 'fields_invalid', fields: { welcome: 'too_long' } })
    const fitting = '🎉'.repeat(500).slice(0, 1_000 - Math.ceil(problem.values.over / 2) * 2 - 60)
    expect((await change(w, room, { welcome: fitting })).status).toBe(200)
    const renamed = await w.ask(`/api/rooms/${room}`, {
      method: 'PATCH',
      as: ada,
      json: { name: '会'.repeat(60) },
    })
    expect(await renamed.json()).toMatchObject({ fields: { name: 'too_long' } })
    await change(w, room, { recordingAllowed: true, polls: false, screenShare: false, breakoutRooms: false })
    await meet(w, room)
    expect(sent(w, 'create').get('welcome')).toBe(fitting)
    await w.close()
  })

  test('its language is that of its pages and of the meeting, for who chose none', async () => {
    const w = await world()
    const room = await roomOf(w)
    const browser = { 'Accept-Language': 'en-GB,en;q=0.9' }
    const shown = async (path: string, headers: Record<string, string> = browser) =>
      /<html lang="([^"]+)"/.exec(await (await w.ask(path, { headers })).text())?.[1]
    expect(await shown(`/${room}`)).toBe('en')
    await change(w, room, { language: 'fr-CA' })
    expect([await shown(`/${room}`), await shown(`/${room}/phone`)]).toEqual(['fr-CA', 'fr-CA'])
    expect(await shown(`/${room}`, { ...browser, Cookie: 'foyer_language=en' })).toBe('en')
    expect(await shown(`/${room}?lang=fr`)).toBe('fr')
    expect(await shown('/status')).toBe('en')
    await meet(w, room)
    expect(sent(w, 'join').get('userdata-bbb_override_default_locale')).toBe('fr-CA')
    await w.close()
  })

  test('where the phone is off there is no number and no PIN, for nobody', async () => {
    const w = await world()
    const room = await roomOf(w)
    const { dialIn } = await see(w, room)
    await change(w, room, { phone: false })
    await meet(w, room)
    expect((await see(w, room)).dialIn).toBeNull()
    expect((await (await w.ask(`/api/join/${room}`)).json()).dialIn).toBeNull()
    const { text } = await (await w.ask(`/api/rooms/${room}/invitation?language=en`, { as: ada })).json()
    const page = await (await w.ask(`/${room}`)).text()
    for (const shown of [text, page]) {
      expect(shown).not.toContain(dialIn?.pin)
      expect(shown).not.toContain('+49 30')
    }
    expect(w.logged()).not.toContain('replaced the PIN')
    await w.close()
  })

  test.each<SettingsChange>([{ approval: true }, { membersOnly: true }])(
    'with %j the PIN is for hosts, until one of them wants guests to see it',
    async (guarded) => {
      const w = await world()
      const room = await roomOf(w)
      const guests = async () => (await (await w.ask(`/api/join/${room}`)).json()).dialIn
      const invited = async () =>
        (await (await w.ask(`/api/rooms/${room}/invitation?language=en`, { as: ada })).json()).text
      const { dialIn } = await see(w, room)
      const pin = `${dialIn?.pin.slice(0, 2)} ${dialIn?.pin.slice(2)}`
      expect(await guests()).toMatchObject({ pin: dialIn?.pin })

      await change(w, room, guarded)
      expect(await see(w, room)).toMatchObject({ isPhoneForHosts: true, dialIn: { pin: dialIn?.pin } })
      expect(await guests()).toBeNull()
      expect(await invited()).not.toContain(pin)

      await change(w, room, { phoneForGuests: true })
      expect(await see(w, room)).toMatchObject({ isPhoneForHosts: false })
      expect(await guests()).toMatchObject({ pin: dialIn?.pin })
      expect(await invited()).toContain(pin)
      await w.close()
    },
  )
})
