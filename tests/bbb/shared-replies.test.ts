import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checksumOf } from '../../src/proxy/bbb/sign.ts'
import { aMeeting, bbbThatSays, failureOf } from './loopback.ts'

/*
 * Replies of real BBB code, in a folder that may lie beside the checkout. Each is read by our client and, for
 * comparison, in the crudest way there is: by looking for the tags in its text.
 */

const folder = path.resolve(import.meta.dirname, '../../../shared/bbb-replies')
const here = existsSync(folder)
const skipped = here ? '' : ` (skipped: no folder ${path.basename(folder)} beside the checkout)`

interface Reply {
  name: string
  text: string
}

const replies: Reply[] = globSync('*/*.{xml,json}', { cwd: folder })
  .toSorted()
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }))

const named = (pattern: RegExp) => replies.filter(({ name, text }) => pattern.test(name) && isSuccess(text))

function isSuccess(text: string): boolean {
  return text.includes('<returncode>SUCCESS</returncode>')
}

/** The text between two tags, its escapes undone; empty where there is none. */
function between(text: string, tag: string): string {
  const [, found = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(text) ?? []
  const cdata = /^\s*<!\[CDATA\[(.*)\]\]>\s*$/s.exec(found)?.[1]
  return cdata ?? unescaped(found).trim()
}

function unescaped(text: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => characters[name] ?? '')
}

function blocks(text: string, tag: string): string[] {
  return [...text.matchAll(new RegExp(`<${tag}>.*?</${tag}>`, 'gs'))].map(([block]) => block)
}

function plainNumber(text: string): number {
  return Number(text.replaceAll(',', ''))
}

function meetingIn(text: string) {
  const beforeAttendees = text.replace(/<attendees>.*<\/attendees>/s, '')
  return {
    meetingId: between(beforeAttendees, 'meetingID'),
    running: between(beforeAttendees, 'running') === 'true',
    participants: plainNumber(between(beforeAttendees, 'participantCount')),
    attendees: blocks(text, 'attendee').map(attendeeIn),
    userIds: new Set(blocks(text, 'attendee').map((block) => between(block, 'userID'))),
    createTime: Number(between(beforeAttendees, 'createTime')),
    voiceBridge: between(beforeAttendees, 'voiceBridge'),
    recording: between(beforeAttendees, 'recording') === 'true',
    startedAt: Number(between(beforeAttendees, 'startTime')) || null,
    endedAt: Number(between(beforeAttendees, 'endTime')) || null,
    forciblyEnded: between(beforeAttendees, 'hasBeenForciblyEnded') === 'true',
  }
}

function attendeeIn(text: string) {
  const listens = between(text, 'isListeningOnly') === 'true'
  return {
    // What makes markup of a name is left out.
    name: between(text, 'fullName').replace(/[<>]/g, '').trim(),
    isModerator: between(text, 'role') === 'MODERATOR',
    sound: between(text, 'hasJoinedVoice') === 'true' ? 'microphone' : listens ? 'listening' : 'none',
  }
}

function recordingIn(text: string) {
  return {
    recordId: between(text, 'recordID'),
    meetingId: between(text, 'meetingID'),
    name: between(text, 'name'),
    state: between(text, 'state'),
    published: between(text, 'published') === 'true',
    startedAt: Number(between(text, 'startTime')),
    endedAt: Number(between(text, 'endTime')),
    participants: text.includes('<participants>') ? plainNumber(between(text, 'participants')) : null,
    formats: blocks(text, 'format').map((format) => ({
      type: between(format, 'type'),
      url: between(format, 'url'),
      minutes: plainNumber(between(format, 'length')),
      processing: false,
    })),
  }
}

describe.skipIf(!here)(`replies of real BBB code${skipped}`, () => {
  test('are there', () => {
    expect(replies.length).toBeGreaterThan(50)
    for (const pattern of [
      /getMeetings|get_meetings/,
      /getMeetingInfo|get_meeting_info/,
      /create/,
      /recordings/,
    ]) {
      expect(named(pattern)).not.toEqual([])
    }
  })

  test.each(replies)('$name ends in what it says', async ({ name, text }) => {
    const ending = bbbThatSays(text).end('foyer-1')
    if (name.endsWith('.json')) return expect(await failureOf(ending)).toMatchObject({ kind: 'not_bbb' })
    const messageKey = between(text, 'messageKey') || between(text, 'key')
    if (isSuccess(text) || messageKey === 'notFound')
      return expect(await ending).toBe(messageKey !== 'notFound')
    const kind = messageKey === 'checksumError' ? 'misconfigured' : 'refused'
    expect(await failureOf(ending)).toMatchObject({ kind, messageKey })
  })

  test.each(named(/\/(getMeetings|get_meetings)/))('$name: every meeting, whole', async ({ text }) => {
    const expected = blocks(text, 'meeting').filter((block) => between(block, 'isBreakout') !== 'true')
    expect(await bbbThatSays(text).meetings()).toEqual({ meetings: expected.map(meetingIn), unreadable: [] })
  })

  test.each(named(/\/(getMeetingInfo|get_meeting_info)/))('$name: the meeting, whole', async ({ text }) => {
    const expected = meetingIn(text)
    expect(await bbbThatSays(text).meeting(expected.meetingId)).toEqual(expected)
  })

  test.each(named(/\/(create_|create_meeting)/))('$name: the created meeting', async ({ text }) => {
    const meetingId = between(text, 'meetingID')
    expect(await bbbThatSays(text).create({ ...aMeeting, meetingId })).toEqual({
      meetingId,
      createTime: Number(between(text, 'createTime')),
      voiceBridge: between(text, 'voiceBridge'),
      duplicate: between(text, 'messageKey') === 'duplicateWarning',
    })
  })

  test.each(named(/\/get_recordings/))('$name: every recording, whole', async ({ text }) => {
    const expected = blocks(text, 'recording').map(recordingIn)
    const recordIds = expected.map(({ recordId }) => recordId)
    expect(await bbbThatSays(text).recordings({ recordIds })).toEqual({
      recordings: expected,
      unreadable: [],
    })
  })

  const Vectors = z.object({
    vectors: z.array(
      z.object({
        call: z.string(),
        query: z.string(),
        secret: z.string(),
        algorithm: z.enum(['sha1', 'sha256', 'sha384', 'sha512']),
        checksum: z.string(),
      }),
    ),
  })

  test('every published checksum is ours too', () => {
    const { vectors } = Vectors.parse(
      JSON.parse(readFileSync(path.join(folder, 'checksum-vectors.json'), 'utf8')),
    )
    expect(vectors.length).toBeGreaterThan(20)
    for (const { call, query, secret, algorithm, checksum } of vectors) {
      expect(checksumOf(call, query, secret, algorithm), `${algorithm} of ${call} ${query}`).toBe(checksum)
    }
  })
})
