import { describe, expect, test } from 'vitest'
import { bbbThatSays, failedReply, failureOf, reply } from './loopback.ts'

/*
 * Servers are shared with other front-ends. What cannot be read of a list is known by its id where that can be read;
 * everything else of the list is read as ever.
 */

const ours = 'foyer-00000000-0000-4000-8000-000000000001'

function listed(list: 'meetings' | 'recordings', ...entries: string[]): string {
  return `<response><returncode>SUCCESS</returncode><${list}>${entries.join('')}</${list}></response>`
}

function meeting(id: string, inside = '<createTime>1</createTime><participantCount>2</participantCount>') {
  return `<meeting><meetingID>${id}</meetingID><running>true</running>${inside}</meeting>`
}

function recording(inside: string): string {
  return `<recording><recordID>${'a'.repeat(40)}-1763900000000</recordID><meetingID>${ours}</meetingID><published>true</published>${inside}</recording>`
}

describe('meetings', () => {
  test('one of somebody else without a count of people hides nothing of ours', async () => {
    const list = await bbbThatSays(reply('meetings-foreign-without-count')).meetings()
    expect(list.meetings).toMatchObject([{ meetingId: ours, running: true, participants: 3 }])
    expect(list.unreadable).toEqual([
      { meetingId: 'moodle-1', reason: 'no <participantCount> that is a number' },
    ])
  })

  test.each([
    ['a count below zero', '<createTime>1</createTime><participantCount>-1</participantCount>'],
    ['no time of creation', '<createTime>0</createTime><participantCount>1</participantCount>'],
    [
      'a flag that is none',
      '<createTime>1</createTime><participantCount>1</participantCount><isBreakout>2</isBreakout>',
    ],
    [
      'a doubled count',
      '<createTime>1</createTime><participantCount>1</participantCount><participantCount>2</participantCount>',
    ],
    [
      'two lists of attendees',
      '<createTime>1</createTime><participantCount>1</participantCount><attendees/><attendees/>',
    ],
  ])('%s: the entry is unreadable, and its id is known', async (_, inside) => {
    const answer = listed('meetings', meeting('moodle-1', inside), meeting(ours))
    const { meetings, unreadable } = await bbbThatSays(answer).meetings()
    expect(meetings.map(({ meetingId }) => meetingId)).toEqual([ours])
    expect(unreadable.map(({ meetingId }) => meetingId)).toEqual(['moodle-1'])
  })

  test.each(['<meetingID/>', '<meetingID>a</meetingID><meetingID>b</meetingID>', ''])(
    'an entry with %j for an id is nobody’s',
    async (id) => {
      const odd = `<meeting>${id}<createTime>1</createTime><participantCount>2</participantCount></meeting>`
      const { meetings, unreadable } = await bbbThatSays(listed('meetings', odd, meeting(ours))).meetings()
      expect(meetings).toHaveLength(1)
      expect(unreadable).toMatchObject([{ meetingId: null }])
    },
  )

  test('an odd attendee is left out; who else is there is known, and how many there are', async () => {
    const attendees = `<attendees><attendee><fullName>Ada</fullName><role>MODERATOR</role></attendee>
      <attendee><fullName>Max</fullName><hasJoinedVoice>perhaps</hasJoinedVoice></attendee>
      <attendee><fullName>Luc<b/></fullName></attendee></attendees>`
    const inside = `<createTime>1</createTime><participantCount>3</participantCount>${attendees}`
    const { meetings } = await bbbThatSays(listed('meetings', meeting(ours, inside))).meetings()
    expect(meetings).toMatchObject([{ participants: 3, attendees: [{ name: 'Ada', isModerator: true }] }])
  })

  test.each(['meetings-userdata-name-breaks-xml'])('a list that is no XML is a failure: %s', async (name) => {
    const failure = await failureOf(bbbThatSays(reply(name)).meetings())
    expect(failure).toMatchObject({ kind: 'not_bbb', delivered: 'unknown' })
    expect(failure.message).not.toMatch(/Max|2fa/)
  })

  test('one of ours is a failure of its own where it alone is asked for', async () => {
    const odd = `<response><returncode>SUCCESS</returncode><meetingID>${ours}</meetingID><createTime>1</createTime><participantCount>-1</participantCount></response>`
    expect(await failureOf(bbbThatSays(odd).meeting(ours))).toMatchObject({ kind: 'not_bbb' })
  })
})

describe('recordings', () => {
  const filter = { meetingIds: [ours] }

  test('one without a start is read; its id has none in it either', async () => {
    const foreign =
      '<recording><recordID>lecture-7</recordID><meetingID>moodle-1</meetingID><startTime></startTime></recording>'
    const own = foreign.replace('moodle-1', ours).replace('lecture-7', 'lecture-8')
    const list = await bbbThatSays(listed('recordings', foreign, own)).recordings(filter)
    expect(list).toMatchObject({
      recordings: [{ recordId: 'lecture-8', startedAt: null, endedAt: null }],
      unreadable: [],
    })
  })

  test('an odd one is known by its ids, and the others are read', async () => {
    const odd = recording('<name>a</name><name>b</name>')
    const answer = listed('recordings', odd, recording('<name>Assembly</name>'), '<recording/>')
    const { recordings, unreadable } = await bbbThatSays(answer).recordings(filter)
    expect(recordings).toMatchObject([{ name: 'Assembly' }])
    expect(unreadable).toMatchObject([
      { meetingId: ours, recordId: `${'a'.repeat(40)}-1763900000000`, reason: 'more than one <name>' },
      { meetingId: null, recordId: null },
    ])
  })

  test('an odd format is left out, the others play', async () => {
    const formats = `<playback><format><type>video</type><url>https://a.example/</url><url>https://b.example/</url></format>
      <format><type>presentation</type><url>https://bbb.example/p</url></format></playback>`
    const { recordings } = await bbbThatSays(listed('recordings', recording(formats))).recordings(filter)
    expect(recordings).toMatchObject([{ formats: [{ type: 'presentation' }] }])
  })
})

test('an odd error among several hides no other: FAILED stays FAILED', async () => {
  const odd = '<error><key>a</key><key>b</key></error>'
  const answer = failedReply('').replace(
    '<messageKey></messageKey>',
    `<errors>${odd}<error><key>nonUniqueVoiceBridge</key></error></errors>`,
  )
  expect(await failureOf(bbbThatSays(answer).meetings())).toMatchObject({
    kind: 'refused',
    messageKey: 'nonUniqueVoiceBridge',
  })
})
