import { describe, expect, test } from 'vitest'
import { hasRight, placeIn, recordingRight } from '../../src/proxy/access/room-rights.ts'

/* The rules themselves, as tables: who is what in a room, and what that gives. */

const none: { id: string; administrator: boolean }[] = []
const member = [{ id: 'riverside', administrator: false }]
const administrator = [{ id: 'riverside', administrator: true }]
const elsewhere = [{ id: 'atelier', administrator: true }]
const persons = { owned_by: 'person', organisation: 'riverside', owner_id: 'ada' } as const
const organisations = { ...persons, owned_by: 'organisation' } as const
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
  ])('%s', (_who, id, organisationsOf, room, facts, standing, standingBy) => {
    const place = placeIn({ id, organisations: organisationsOf }, room, facts)
    expect(place).toEqual(standing === null ? null : { standing, standingBy })
  })

  test.each([
    ['manager', ['start', 'host', 'manage']],
    ['host', ['start', 'host']],
    ['starter', ['start']],
  ] as const)('a %s may %j', (standing, rights) => {
    const given = (['start', 'host', 'manage'] as const).filter((right) => hasRight({ standing }, right))
    expect(given).toEqual(rights)
  })
})

describe('what one may do with a recording', () => {
  const [ada, luc] = [{ id: 'ada' }, { id: 'luc' }]
  const place = (standing: 'manager' | 'host' | 'starter') => ({ standing, standingBy: 'member' as const })
  const since = { owner_id: 'ada', started_at: 20 }
  const before = { owner_id: 'ada', started_at: 5 }
  const mine = { owned_by: 'person', owned_since: 10 } as const
  const ours = { owned_by: 'organisation', owned_since: 10 } as const

  test.each([
    ['its owner', ada, since, mine, null, 'change'],
    ['its owner, of a room given away since', ada, before, mine, null, 'change'],
    ['a host of the room', luc, since, mine, place('host'), 'play'],
    ['the new owner of the room, of what was before', luc, before, mine, place('manager'), null],
    ['whoever may only start', luc, since, mine, place('starter'), null],
    ['nobody', luc, since, mine, null, null],
    ['a manager of the organisation’s room', luc, since, ours, place('manager'), 'change'],
    ['a member', luc, since, ours, place('host'), 'play'],
    ['the creator who left the organisation', ada, since, ours, null, null],
    ['whoever gave the room to the organisation, of what was before', ada, before, ours, null, 'change'],
    ['a member, of what was before', luc, before, ours, place('host'), null],
  ] as const)('%s', (_who, person, recording, room, held, right) => {
    expect(recordingRight(person, recording, room, held)).toBe(right)
  })
})
