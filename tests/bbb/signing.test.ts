import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JoinRequest } from '../../src/proxy/bbb/meeting.ts'
import type { ChecksumAlgorithm } from '../../src/proxy/bbb/sign.ts'
import { checksumOf } from '../../src/proxy/bbb/sign.ts'
import {
  aMeeting,
  bbbAt,
  bbbOnLoopback,
  bbbThatSays,
  failureOf,
  meetingWith,
  reply,
  secret,
  verified,
} from './loopback.ts'

const bbb = bbbAt('https://bbb.example/bigbluebutton/')

const aGuest: JoinRequest = {
  meetingId: 'foyer-1',
  createTime: 1763900000000,
  name: 'Ana',
  moderates: false,
  isGuest: true,
  userId: 'guest-1',
  language: 'fr-CA',
  leaveUrl: 'https://meet.example/assemblee?left',
  errorUrl: 'https://meet.example/assemblee?refused',
}

const plain = 'name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444'
const accents = 'name=Test+%C3%A9v%C3%A9nement&meetingID=abc123&attendeePW=111222&moderatorPW=333444'

test.each<[ChecksumAlgorithm, string, string, string]>([
  ['sha1', 'create', plain, '1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17'],
  ['sha256', 'create', plain, 'da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e'],
  ['sha256', 'create', accents, 'bedc6c6bf6edf42c5ac0f2f3c34cbc8283435029edfa590f43c670e18c4324f9'],
  [
    'sha384',
    'create',
    plain,
    '891ac633df39d0a1b4f8d597f3e190833216c4b29c4fb51ea3ca72757eeb958d6e7b49a845cf29f5c6019c7d29d029d1',
  ],
  [
    'sha512',
    'getMeetings',
    '',
    '456defa5035a4194b8590216805aa0f3b7a7508c2cb74a28bd750d4d2f43d851467acd9b8961cb7f6ffdab0c27e4e83655be9108d4a20ad8702958d6b01a48f4',
  ],
])('%s of %s over "%s" is the published checksum', (algorithm, call, query, checksum) => {
  expect(checksumOf(call, query, secret, algorithm)).toBe(checksum)
})

describe('a join address', () => {
  test('carries the checksum last and once, and all that BBB must know', () => {
    const parameters = verified(bbb.joinUrl(aGuest))
    expect(Object.fromEntries(parameters)).toEqual({
      fullName: 'Ana',
      meetingID: 'foyer-1',
      password: expect.stringMatching(/^[0-9a-f]{32}$/),
      role: 'VIEWER',
      createTime: '1763900000000',
      userID: 'guest-1',
      guest: 'true',
      logoutURL: 'https://meet.example/assemblee?left',
      errorRedirectUrl: 'https://meet.example/assemblee?refused',
      'userdata-bbb_override_default_locale': 'fr-CA',
    })
  })

  test('says moderator for whoever moderates and viewer for a member, and "guest" for neither', () => {
    const host = verified(bbb.joinUrl({ ...aGuest, moderates: true, isGuest: false }))
    const member = verified(bbb.joinUrl({ ...aGuest, isGuest: false }))
    expect([host.get('role'), member.get('role')]).toEqual(['MODERATOR', 'VIEWER'])
    expect([host.has('guest'), member.has('guest')]).toEqual([false, false])
    expect(host.get('password')).not.toBe(member.get('password'))
  })

  test.each<ChecksumAlgorithm>(['sha1', 'sha256', 'sha384', 'sha512'])('is signed with %s', (checksum) => {
    const url = bbbAt('https://bbb.example/bigbluebutton/', { checksum }).joinUrl(aGuest)
    expect(verified(url, checksum).get('fullName')).toBe('Ana')
  })

  test.each([
    "Maeve O'Hara",
    '"quoted" (brackets)! *stars* ~tilde~',
    '&role=MODERATOR&checksum=0',
    'a=b?c#d%20e+f g',
    '🧑🏽‍🚀 Zoë 会議',
    'שלום \u202Eevil\u202C',
    'line\r\nbreak\0',
  ])('is what a server verifies for the name %j', (name) => {
    const parameters = verified(bbb.joinUrl({ ...aGuest, name }))
    expect(parameters.getAll('fullName')).toEqual([name])
    expect(parameters.getAll('role')).toEqual(['VIEWER'])
  })

  test('runs no name as markup, also not one from before they were refused', () => {
    const parameters = verified(bbb.joinUrl({ ...aGuest, name: '<img src=x onerror=alert(1)>Kim' }))
    expect(parameters.get('fullName')).toBe('img src=x onerror=alert(1)Kim')
  })

  test('of whatever name survives the browser unchanged, and changes no other parameter', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      // Any UTF-16 units: halves of characters among them.
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
        .map((units) => String.fromCharCode(...units)),
      fc
        .array(
          fc.constantFrom("'", '"', '&', '=', '%', '+', '#', '?', '&role=MODERATOR', '\u202E', '👩‍👩‍👧'),
          {
            maxLength: 20,
          },
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(anyText, anyText, (name, userId) => {
        const url = bbb.joinUrl({ ...aGuest, name, userId })
        expect(new URL(url).href).toBe(url)
        const parameters = verified(url)
        expect(parameters.getAll('fullName')).toEqual([name.replace(/[<>]/g, '').toWellFormed()])
        expect(parameters.getAll('userID')).toEqual([userId.toWellFormed()])
        expect(parameters.getAll('role')).toEqual(['VIEWER'])
        expect(parameters.getAll('guest')).toEqual(['true'])
      }),
    )
  })
})

test('what is signed is what arrives, apostrophes and all', async () => {
  const { bbb, received } = await bbbOnLoopback((_, response) => response.end(reply('created')))
  await bbb.create({ ...aMeeting, name: "O'Hara's (best)! *room*" })
  expect(verified(received[0] ?? '').get('name')).toBe("O'Hara's (best)! *room*")
})

test('a call without parameters is signed too', async () => {
  const { bbb, received } = await bbbOnLoopback((_, response) => response.end(reply('meetings-2.7')))
  await bbb.meetings()
  expect(received).toEqual([
    expect.stringMatching(/^\/bigbluebutton\/api\/getMeetings\?checksum=[0-9a-f]{64}$/),
  ])
  expect([...verified(received[0] ?? '')]).toEqual([])
})

test.each<[string, string]>([
  ['one\ntwo\r\nthree', 'one<br>two<br>three'],
  ['<script>alert("1")</script> & Co', '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Co'],
  [
    'Minutes (https://pad.example/p?a=1&b="2): read them.',
    'Minutes (<a href="https://pad.example/p?a=1&amp;b=" target="_blank">https://pad.example/p?a=1&amp;b=</a>&quot;2): read them.',
  ],
  [
    'see https://a.example/x. Or javascript:alert(1)',
    expect.stringMatching(/x<\/a>\. Or javascript:alert\(1\)$/),
  ],
  ['call %%DIALNUM%%, 100 % sure', 'call &#37;%DIALNUM&#37;%, 100 % sure'],
])('the welcome %j is safe HTML', async (welcome, html) => {
  const { bbb, received } = await bbbOnLoopback((_, response) => response.end(reply('created')))
  await bbb.create(meetingWith({ welcome }))
  expect(verified(received[0] ?? '').get('welcome')).toEqual(html)
})

test('a welcome that does not fit is known before it is sent', () => {
  expect(bbb.excess(meetingWith({ welcome: 'é'.repeat(400) }))).toBe(0)
  expect(bbb.excess(meetingWith({ welcome: 'é'.repeat(700) }))).toBeGreaterThan(0)
  const brim = bbb.excess(meetingWith({ welcome: `${'a'.repeat(4_000)}` }))
  expect(bbb.excess(meetingWith({ welcome: 'a'.repeat(4_000 - brim) }))).toBe(0)
  expect(bbb.excess(meetingWith({ welcome: 'a'.repeat(4_001 - brim) }))).toBe(1)
})

describe('an address of 4,000 characters', () => {
  test('is not sent, and the parameter to shorten is named', async () => {
    const failure = await failureOf(
      bbbThatSays(reply('created')).create(meetingWith({ welcome: 'é'.repeat(700) })),
    )
    expect(failure).toMatchObject({ kind: 'refused', messageKey: null, delivered: 'no' })
    expect(failure.message).toMatch(/^create: its address would have \d{4} characters, the limit is 3999/)
    expect(failure.message).toContain('"welcome"')
  })

  test('is refused for a join as well', () => {
    expect(() => bbb.joinUrl({ ...aGuest, name: 'é'.repeat(700) })).toThrow('"fullName"')
  })
})
