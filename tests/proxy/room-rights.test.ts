import { describe, expect, test } from 'vitest'
import { accessIn, hasRight, recordingRight } from '../../src/proxy/access/room-rights.ts'

type Recorded = Parameters<typeof recordingRight>[1]

/* The rules themselves, as tables: who is what in a room, and what that gives. */

const none: { id: string; administrator: boolean }[] = []
const member = [{ id: 'riverside', administrator: false }]
const administrator = [{ id: 'riverside', administrator: true }]
const elsewhere = [{ id: 'atelier', administrator: true }]
const persons = { ownedBy: 'person', organisation: 'riverside', ownerId: 'ada' } as const
const organisations = { ...persons, ownedBy: 'organisation' } as const
const no = { coHost: false, membersStart: false }

describe('the place of a person in a room', () => {
  test.each([
    ['the owner', 'ada', member, persons, no, 'manager', 'owner'],
    ['the owner who left the organisation', 'ada', none, persons, no, 'manager', 'owner'],
    ['another member', 'luc', member, persons, no, null, null],
    ['an administrator', 'luc', administrator, persons, no, null, null],
    ['a co-host', 'luc', member, persons, { ...no, coHost: true }, 'host', 'co_host'],
    ['a co-host from elsewhere', 'luc', elsewhere, persons, { ...no, coHost: true }, 'host', 'co_host'],
    [
      'a member where members start',
      'luc',
      member,
      persons,
      { ...no, membersStart: true },
      'starter',
      'members_start',
    ],
    [
      'somebody else where members start',
      'luc',
      elsewhere,
      persons,
      { ...no, membersStart: true },
      null,
      null,
    ],
    [
      'a co-host where members start',
      'luc',
      member,
      persons,
      { coHost: true, membersStart: true },
      'host',
      'co_host',
    ],
    ['the creator', 'ada', member, organisations, no, 'manager', 'creator'],
    ['the creator who left', 'ada', none, organisations, no, null, null],
    ['the creator who went elsewhere', 'ada', elsewhere, organisations, no, null, null],
    ['a member of the owner', 'luc', member, organisations, no, 'host', 'member'],
    ['an administrator of the owner', 'luc', administrator, organisations, no, 'manager', 'administrator'],
    ['an administrator of another', 'luc', elsewhere, organisations, no, null, null],
    [
      'a co-host of an organisation’s room',
      'luc',
      none,
      organisations,
      { ...no, coHost: true },
      'host',
      'co_host',
    ],
    [
      'a former member where members start',
      'luc',
      none,
      organisations,
      { ...no, membersStart: true },
      null,
      null,
    ],
  ])('%s', (_who, id, organisationsOf, room, facts, role, roleReason) => {
    const place = accessIn({ id, organisations: organisationsOf }, room, facts)
    expect(place).toEqual(role === null ? null : { role, roleReason })
  })

  test.each([
    ['manager', ['start', 'host', 'manage']],
    ['host', ['start', 'host']],
    ['starter', ['start']],
  ] as const)('a %s may %j', (role, rights) => {
    const given = (['start', 'host', 'manage'] as const).filter((right) => hasRight({ role }, right))
    expect(given).toEqual(rights)
  })
})

describe('what one may do with a recording', () => {
  const ada = { id: 'ada', organisations: member }
  const luc = { id: 'luc', organisations: member }
  const boss = { id: 'luc', organisations: administrator }
  const [adaWhoLeft, lucOutside] = [ada, luc].map(({ id }) => ({ id, organisations: elsewhere })) as [
    typeof ada,
    typeof luc,
  ]
  const place = (role: 'manager' | 'host' | 'starter') => ({ role, roleReason: 'member' as const })
  const person = { ownerId: 'ada', ownedBy: 'person', organisation: null } as const
  const organisation = { ownerId: 'ada', ownedBy: 'organisation', organisation: 'riverside' } as const
  const [since, before] = [20, 5].map((startedAt) => ({ ...person, startedAt })) as [Recorded, Recorded]
  const [oursSince, oursBefore] = [20, 5].map((startedAt) => ({ ...organisation, startedAt })) as [
    Recorded,
    Recorded,
  ]
  const mine = { ownedBy: 'person', ownedSince: 10 } as const
  const ours = { ownedBy: 'organisation', ownedSince: 10 } as const

  test.each([
    ['its owner', ada, since, mine, null, 'change'],
    ['its owner, who left the organisation', adaWhoLeft, since, mine, null, 'change'],
    ['its owner, of a room given away since', ada, before, mine, null, 'change'],
    ['a host of the room', lucOutside, since, mine, place('host'), 'play'],
    ['the new owner of the room, of what was before', luc, before, mine, place('manager'), null],
    ['whoever may only start', luc, since, mine, place('starter'), null],
    ['nobody', luc, since, mine, null, null],
    ['an administrator, of a person’s', boss, since, mine, null, null],
    ['an administrator of the organisation', boss, oursSince, ours, place('manager'), 'change'],
    ['the creator in the organisation', ada, oursSince, ours, place('manager'), 'change'],
    ['a member', luc, oursSince, ours, place('host'), 'play'],
    ['a co-host from elsewhere', lucOutside, oursSince, ours, place('host'), 'play'],
    ['the creator who left the organisation', adaWhoLeft, oursSince, ours, null, null],
    ['whoever gave the room to the organisation, of what was before', ada, before, ours, null, 'change'],
    ['a member, of what was before', luc, before, ours, place('host'), null],
    ['a member, of what began before and was opened after', luc, since, ours, place('host'), null],
    ['an administrator, of a room that went to a person', boss, oursBefore, mine, null, 'change'],
    ['the creator, of a room that went to a person', ada, oursBefore, mine, place('host'), 'change'],
    ['a member, of a room that went to a person', luc, oursBefore, mine, null, 'play'],
    ['that person, a member', luc, oursBefore, mine, place('manager'), 'play'],
    ['that person, once they left', lucOutside, oursBefore, mine, place('manager'), null],
    ['the creator who left, of a room that went to a person', adaWhoLeft, oursBefore, mine, null, null],
    ['a member, of a room that came back', luc, oursBefore, ours, place('host'), 'play'],
  ] as const)('%s', (_who, somebody, recording, room, held, right) => {
    expect(recordingRight(somebody, recording, room, held)).toBe(right)
  })
})
