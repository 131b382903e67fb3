import { describe, expect, test } from 'vitest'
import {
  aMeeting,
  bbbAt,
  bbbOnLoopback,
  bbbThatSays,
  failedReply,
  failureOf,
  meetingWith,
  reply,
  verified,
} from './loopback.ts'

describe('create', () => {
  test('sends what the meeting is, and no more', async () => {
    const { bbb, received } = await bbbOnLoopback((_, response) => response.end(reply('created')))
    await bbb.create({
      ...meetingWith({
        participants: 100,
        minutes: 240,
        welcome: 'Bienvenue',
        listLocked: true,
        microphonesLocked: true,
        layout: 'video_focus',
        polls: false,
        screenShare: false,
      }),
      meta: { endCallbackUrl: 'https://meet.example/hooks/bbb/de?a=1&b=2', 'bbb-origin': 'Foyer' },
    })
    expect([...verified(received[0] ?? '')]).toEqual([
      ['name', 'Assemblée générale'],
      ['meetingID', 'foyer-1'],
      ['attendeePW', expect.stringMatching(/^[0-9a-f]{32}$/)],
      ['moderatorPW', expect.stringMatching(/^[0-9a-f]{32}$/)],
      ['voiceBridge', '01234'],
      ['record', 'true'],
      ['autoStartRecording', 'false'],
      ['allowStartStopRecording', 'true'],
      ['muteOnStart', 'false'],
      ['guestPolicy', 'ALWAYS_ACCEPT'],
      ['lockSettingsDisableCam', 'false'],
      ['lockSettingsDisableMic', 'true'],
      ['lockSettingsDisablePrivateChat', 'false'],
      ['lockSettingsDisablePublicChat', 'false'],
      ['lockSettingsDisableNotes', 'false'],
      ['lockSettingsDisableNote', 'false'],
      ['lockSettingsHideUserList', 'true'],
      ['lockSettingsLockOnJoin', 'true'],
      ['webcamsOnlyForModerator', 'false'],
      ['meetingLayout', 'VIDEO_FOCUS'],
      ['disabledFeatures', 'polls,screenshare'],
      ['logoutURL', 'https://meet.example/assemblee?left'],
      ['maxParticipants', '100'],
      ['duration', '240'],
      ['welcome', 'Bienvenue'],
      ['preUploadedPresentationOverrideDefault', 'true'],
      ['meta_bbb-origin', 'Foyer'],
      ['meta_endCallbackUrl', 'https://meet.example/hooks/bbb/de?a=1&b=2'],
    ])
  })

  test('sends the same bytes for the same meeting, by whichever process and in whichever order', async () => {
    const targets: string[] = []
    const another = () =>
      bbbAt('https://bbb.example/bigbluebutton/', {
        fetch: async (target) => {
          targets.push(String(target))
          return new Response(reply('created'))
        },
      })
    await another().create({ ...aMeeting, meta: { a: '1', b: '2' } })
    await another().create({ ...aMeeting, meta: { b: '2', a: '1' } })
    expect(targets[1]).toBe(targets[0])
  })

  test('tells the create time and the PIN that the server gave, whose zero stays', async () => {
    expect(await bbbThatSays(reply('created')).create(aMeeting)).toEqual({
      meetingId: 'foyer-1',
      createTime: 1763900000000,
      voiceBridge: '01234',
      duplicate: false,
    })
  })

  test('again gives the meeting that exists', async () => {
    expect(await bbbThatSays(reply('created-before')).create(aMeeting)).toMatchObject({
      createTime: 1763900000000,
      duplicate: true,
    })
  })

  test('of one that exists with other passwords reads it', async () => {
    const { bbb, received } = await bbbOnLoopback((request, response) => {
      response.end(request.url?.includes('/create?') ? failedReply('idNotUnique') : reply('meeting-info'))
    })
    expect(await bbb.create(aMeeting)).toEqual({
      meetingId: 'foyer-1',
      createTime: 1763900000000,
      voiceBridge: '72013',
      duplicate: true,
    })
    expect(received).toHaveLength(2)
  })

  test('with a PIN that is taken says so, from where BBB hides it', async () => {
    const failure = await failureOf(bbbThatSays(reply('bridge-taken')).create(aMeeting))
    expect(failure).toMatchObject({ kind: 'refused', messageKey: 'nonUniqueVoiceBridge', delivered: 'yes' })
  })

  test.each([
    ['A', 'A\u00a0'],
    ['🌳', '🌳'],
    ['é'.repeat(300), 'é'.repeat(256)],
    [`${'a'.repeat(255)}🌳`, 'a'.repeat(255)],
  ])('of %j sends a name of 2 to 256 characters', async (name, sent) => {
    const { bbb, received } = await bbbOnLoopback((_, response) => response.end(reply('created')))
    await bbb.create({ ...aMeeting, name })
    expect(verified(received[0] ?? '').get('name')).toBe(sent)
  })

  test('refuses metadata whose name would break every reply about the meeting', async () => {
    const bbb = bbbThatSays(reply('created'))
    await expect(bbb.create({ ...aMeeting, meta: { 'a><b': '' } })).rejects.toThrow(TypeError)
  })

  test('takes no answer about another meeting', async () => {
    const failure = await failureOf(
      bbbThatSays(reply('created')).create({ ...aMeeting, meetingId: 'foyer-2' }),
    )
    expect(failure).toMatchObject({ kind: 'not_bbb', delivered: 'unknown' })
  })
})

describe('meetings', () => {
  test('are read as they are: ids untouched, 1,202 people, no breakout rooms, no passwords', async () => {
    const { meetings, unreadable } = await bbbThatSays(reply('meetings-2.7')).meetings()
    expect(unreadable).toEqual([])
    expect(meetings).toEqual([
      {
        meetingId: 'foyer-1',
        running: true,
        participants: 1202,
        attendees: [
          { name: 'scriptalert(1)/script', isModerator: false, sound: 'none' },
          { name: "Maeve O'Hara", isModerator: true, sound: 'none' },
        ],
        userIds: new Set(['u-1', 'u-2']),
        createTime: 1763900000000,
        voiceBridge: '01234',
        recording: true,
        startedAt: 1763900000456,
        endedAt: null,
        forciblyEnded: false,
      },
      {
        meetingId: '007',
        running: false,
        participants: 0,
        attendees: [],
        userIds: new Set(),
        createTime: 1763900200000,
        voiceBridge: '00000',
        recording: false,
        startedAt: null,
        endedAt: 1763900300000,
        forciblyEnded: true,
      },
    ])
    expect(JSON.stringify(meetings)).not.toContain('password')
  })

  test.each(['007', '1e5', '0x1F', 'true', 'null', '1.0', '-0', '__proto__'])(
    'keep the id %s',
    async (id) => {
      const answer = reply('meeting-info').replace('<meetingID>foyer-1<', `<meetingID>${id}<`)
      expect(await bbbThatSays(answer).meeting(id)).toMatchObject({ meetingId: id })
      const list = answer
        .replace('</returncode>', '</returncode><meetings><meeting>')
        .replace('</response>', '</meeting></meetings></response>')
      expect(await bbbThatSays(list).meetings()).toMatchObject({ meetings: [{ meetingId: id }] })
    },
  )

  test.each([
    '<meetings/>',
    '<meetings></meetings>',
    '<meetings/><messageKey>noMeetings</messageKey><message>None.</message>',
    '',
  ])('are none in %j', async (inside) => {
    const answer = `<response><returncode>SUCCESS</returncode>${inside}</response>`
    expect(await bbbThatSays(answer).meetings()).toEqual({ meetings: [], unreadable: [] })
  })

  test.each([
    ['<participantCount>1<', '<participantCount>many<'],
    ['<participantCount>1<', '<participantCount>1,20<'],
    ['<participantCount>1<', '<participantCount>1e3<'],
    ['<participantCount>1<', '<participantCount>99999999999999999999<'],
    ['<createTime>1763900000000<', '<createTime>0<'],
    ['<createTime>1763900000000<', '<createTime>yesterday<'],
    ['<running>true<', '<running>perhaps<'],
    ['<running>', '<running>false</running><running>'],
    ['<createTime>1763900000000<', '<createTime>1763<b/>900000000<'],
  ])('are no guess: %s as %s is refused', async (there, instead) => {
    const answer = reply('meeting-info').replace(there, instead)
    expect(answer).not.toBe(reply('meeting-info'))
    expect(await failureOf(bbbThatSays(answer).meeting('foyer-1'))).toMatchObject({ kind: 'not_bbb' })
  })
})

describe('one meeting', () => {
  test('is read', async () => {
    expect(await bbbThatSays(reply('meeting-info')).meeting('foyer-1')).toEqual({
      meetingId: 'foyer-1',
      running: true,
      participants: 1,
      attendees: [{ name: 'Ana', isModerator: false, sound: 'none' }],
      userIds: new Set(['u-1']),
      createTime: 1763900000000,
      voiceBridge: '72013',
      recording: false,
      startedAt: 1763900000456,
      endedAt: null,
      forciblyEnded: false,
    })
  })

  test('is null where the server says that it does not have it', async () => {
    expect(await bbbThatSays(failedReply('notFound')).meeting('foyer-1')).toBeNull()
  })

  test('is no null where the server cannot say', async () => {
    expect(await failureOf(bbbThatSays(failedReply('internalError')).meeting('foyer-1'))).toMatchObject({
      kind: 'refused',
      messageKey: 'internalError',
    })
  })
})

describe('end', () => {
  test('names the meeting', async () => {
    const { bbb, received } = await bbbOnLoopback((_, response) => response.end(reply('ended')))
    await bbb.end('foyer-1')
    expect(Object.fromEntries(verified(received[0] ?? ''))).toEqual({ meetingID: 'foyer-1' })
  })

  test('is done where the meeting is gone', async () => {
    await expect(bbbThatSays(failedReply('notFound')).end('foyer-1')).resolves.toBe(false)
  })
})
