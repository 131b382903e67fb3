import { describe, expect, test } from 'vitest'
import { aMeeting, asGuest, asHost, keyOf, signed, simulated, textOf, textsOf } from './simulated.ts'

const { attendeePW, moderatorPW, ...withoutPasswords } = aMeeting

describe('create', () => {
  test('makes a meeting that nobody is in', async () => {
    const { call, now } = simulated()
    const created = await call('create', aMeeting)
    expect(textOf(created, 'createTime')).toBe(String(now()))
    expect(textOf(created, 'voiceBridge')).toBe('01234')
    expect(textOf(created, 'messageKey')).toBe('')
    expect(textOf(await call('isMeetingRunning', { meetingID: 'foyer-1' }), 'running')).toBe('false')
    const info = await call('getMeetingInfo', { meetingID: 'foyer-1' })
    expect(textOf(info, 'meetingName')).toBe('Assemblée générale')
    expect(textOf(info, 'participantCount')).toBe('0')
  })

  test('with the same id and passwords succeeds with a warning, and updates nothing', async () => {
    const { call, pass, now } = simulated()
    const createTime = String(now())
    await call('create', aMeeting)
    pass(1)
    const again = await call('create', { ...aMeeting, name: 'Renamed', voiceBridge: '55555' })
    expect(textOf(again, 'messageKey')).toBe('duplicateWarning')
    expect(textOf(again, 'createTime')).toBe(createTime)
    expect(textOf(again, 'voiceBridge')).toBe('01234')
    expect(textOf(await call('getMeetings'), 'meetingName')).toBe('Assemblée générale')
    expect(textOf(await call('create', withoutPasswords), 'messageKey')).toBe('duplicateWarning')
  })

  test.each([{ moderatorPW: 'other' }, { attendeePW: 'other' }])(
    'with the same id and other passwords %o is refused',
    async (other) => {
      const { call } = simulated()
      await call('create', aMeeting)
      expect(keyOf(await call('create', { ...aMeeting, ...other }))).toBe('idNotUnique')
    },
  )

  test('with a voice bridge that is taken is refused, in the nested form', async () => {
    const { call } = simulated()
    await call('create', aMeeting)
    const refused = await call('create', { ...aMeeting, meetingID: 'foyer-2' })
    expect(refused).toMatch(/<errors>\s*<error>\s*<key>nonUniqueVoiceBridge<\/key>/)
    expect(textOf(refused, 'messageKey')).toBeNull()
  })

  test('without a voice bridge chooses five digits that nobody has', async () => {
    const { call } = simulated()
    const { voiceBridge, ...chosenByServer } = aMeeting
    const bridges = new Set<string | null>([voiceBridge])
    for (let i = 0; i < 50; i++) {
      const created = await call('create', { ...chosenByServer, meetingID: `foyer-${i}` })
      expect(textOf(created, 'voiceBridge')).toMatch(/^\d{5}$/)
      bridges.add(textOf(created, 'voiceBridge'))
    }
    expect(bridges.size).toBe(51)
  })

  test.each([
    ['no meetingID', { meetingID: '' }, 'emptyError'],
    ['a meetingID of one character', { meetingID: 'x' }, 'sizeError'],
    ['a meetingID with a comma', { meetingID: 'a,b' }, 'validationError'],
    ['a meetingID that begins with a space', { meetingID: ' ab' }, 'validationError'],
    ['no name', { name: '' }, 'emptyError'],
    ['a name of one character', { name: 'A' }, 'sizeError'],
    ['a name of 257 characters', { name: 'x'.repeat(257) }, 'sizeError'],
    ['a voice bridge with letters', { voiceBridge: '12a45' }, 'validationError'],
    ['record that is neither true nor false', { record: 'yes' }, 'validationError'],
    ['a password of 65 characters', { moderatorPW: 'x'.repeat(65) }, 'sizeError'],
  ])('refuses %s', async (_, wrong, key) => {
    const { call } = simulated()
    expect(keyOf(await call('create', { ...aMeeting, ...wrong }))).toBe(key)
  })

  test('takes a body of XML, and reads parameters from the address alone', async () => {
    const { ask } = simulated()
    const post = (type: string) =>
      ask('create', aMeeting, { method: 'POST', body: '<modules/>', headers: { 'Content-Type': type } })
    expect(textOf(await (await post('application/xml')).text(), 'returncode')).toBe('SUCCESS')
    expect(keyOf(await (await post('application/json')).text())).toBe('unsupportedContentType')
  })

  test('lower-cases the names of metadata, and writes hostile values safely', async () => {
    const { call } = simulated()
    await call('create', { ...aMeeting, name: '<b>&"\'', meta_endCallbackUrl: 'https://x.example/?a=1&b=2' })
    const info = await call('getMeetingInfo', { meetingID: 'foyer-1' })
    expect(textOf(info, 'endcallbackurl')).toBe('https://x.example/?a=1&amp;b=2')
    expect(textOf(info, 'meetingName')).toBe('&lt;b&gt;&amp;&quot;&apos;')
  })

  test('lets one bad name of userdata break the whole reply, as BBB does', async () => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    await browser().open(signed('join', { ...asHost, 'userdata-a b<': 'x' }))
    expect(await call('getMeetingInfo', { meetingID: 'foyer-1' })).toContain('<a b<>x</a b<>')
  })
})

describe('a meeting', () => {
  test('that nobody joins goes after five minutes, and not before', async () => {
    const { call, pass } = simulated()
    await call('create', aMeeting)
    pass(4.9)
    expect(textOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }), 'returncode')).toBe('SUCCESS')
    pass(0.2)
    expect(keyOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }))).toBe('notFound')
    expect(textOf(await call('getMeetings'), 'messageKey')).toBe('noMeetings')
  })

  test('runs while somebody is in, and goes a minute after the last one left', async () => {
    const { call, pass, browser } = simulated()
    await call('create', aMeeting)
    const host = browser()
    await host.open(signed('join', asHost))
    pass(60)
    expect(textOf(await call('isMeetingRunning', { meetingID: 'foyer-1' }), 'running')).toBe('true')
    await host.press('leave')
    expect(textOf(await call('isMeetingRunning', { meetingID: 'foyer-1' }), 'running')).toBe('false')
    pass(0.9)
    expect(textOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }), 'hasUserJoined')).toBe('true')
    pass(0.2)
    expect(keyOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }))).toBe('notFound')
  })

  test('stays when somebody comes back within the minute', async () => {
    const { call, pass, browser } = simulated()
    await call('create', aMeeting)
    const host = browser()
    await host.open(signed('join', asHost))
    await host.press('leave')
    pass(0.5)
    await host.open(signed('join', asHost))
    pass(0.3)
    await host.press('leave')
    pass(0.4)
    expect(textOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }), 'returncode')).toBe('SUCCESS')
  })

  test('keeps its voice bridge until it is really gone', async () => {
    const { call, pass } = simulated()
    await call('create', aMeeting)
    await call('end', { meetingID: 'foyer-1' })
    const next = { ...aMeeting, meetingID: 'foyer-2' }
    expect(keyOf(await call('create', next))).toBe('nonUniqueVoiceBridge')
    pass(0.1)
    expect(textOf(await call('create', next), 'voiceBridge')).toBe('01234')
  })

  test('ends some seconds after it is told to, and sends people to where create said', async () => {
    const { call, pass, browser } = simulated()
    await call('create', aMeeting)
    const host = browser()
    const { url } = await host.open(signed('join', asHost))
    expect(keyOf(await call('end', { meetingID: 'foyer-1', password: 'wrong' }))).toBe('invalidPassword')
    const ended = await call('end', { meetingID: 'foyer-1', password: 'for-hosts' })
    expect(textOf(ended, 'messageKey')).toBe('sentEndMeetingRequest')
    expect(textOf(await call('isMeetingRunning', { meetingID: 'foyer-1' }), 'running')).toBe('true')
    pass(0.1)
    expect(keyOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }))).toBe('notFound')
    expect(keyOf(await call('end', { meetingID: 'foyer-1' }))).toBe('notFound')
    const { html } = await host.open(url)
    expect(html).toContain('La réunion est terminée')
    expect(html).toContain('href="https://meet.example/assemblee?left"')
  })

  test('ends at the end of its duration, whoever is in', async () => {
    const { call, pass, browser } = simulated()
    await call('create', { ...aMeeting, duration: '30' })
    await browser().open(signed('join', asHost))
    pass(29)
    expect(textOf(await call('isMeetingRunning', { meetingID: 'foyer-1' }), 'running')).toBe('true')
    pass(1)
    expect(keyOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }))).toBe('notFound')
  })

  test('ends by itself, without a request, on a clock that runs sixty times as fast', async () => {
    const ended = Promise.withResolvers<string>()
    const { call } = simulated({
      now: Date.now,
      timeScale: 6_000,
      fetch: async (input) => {
        ended.resolve(String(input))
        return new Response()
      },
    })
    await call('create', { ...aMeeting, meetingEndedURL: 'https://meet.example/ended' })
    expect(await ended.promise).toBe('https://meet.example/ended')
  })

  test('tells who asked that it is over, and whether the record button was pressed', async () => {
    const { call, pass, browser, heard } = simulated()
    await call('create', {
      ...aMeeting,
      meetingEndedURL: 'https://meet.example/ended?secret=1',
      meta_endCallbackUrl: 'https://meet.example/hook?mark=a%2Bb',
    })
    const host = browser()
    await host.open(signed('join', asHost))
    await host.press('record')
    await call('end', { meetingID: 'foyer-1' })
    pass(0.1)
    await call('getMeetings')
    expect(heard.map(({ url }) => url)).toEqual([
      'https://meet.example/ended?secret=1',
      'https://meet.example/hook?mark=a%2Bb&recordingmarks=true&meetingID=foyer-1',
    ])
  })
})

test('getMeetings counts in thousands with commas, getMeetingInfo without', async () => {
  const { call, browser } = simulated()
  await call('create', aMeeting)
  for (let i = 0; i < 1_002; i++) await browser().open(signed('join', asGuest))
  expect(textsOf(await call('getMeetings'), 'participantCount')).toEqual(['1,002'])
  expect(textOf(await call('getMeetingInfo', { meetingID: 'foyer-1' }), 'participantCount')).toBe('1002')
})
