import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Difference, Fix } from '../../src/contract/me.ts'
import { type DecisionTables, decide } from '../../src/proxy/access/decide.ts'
import { readSettings } from '../../src/proxy/platform/settings/settings.ts'

/*
 * The one decision function, by itself: it is pure, and whatever an issuer may send must give an answer.
 */
const settings = readSettings(
  `
publicUrl: https://meet.example
secret: a-secret-that-is-long-enough-for-tests
signIn:
  issuers:
    - { id: sso, issuer: https://sso.example/realms/meet, clientId: foyer, audience: foyer-api, vouchesForEmail: true }
    - { id: old, issuer: https://old.example/realms/meet, clientId: foyer, audience: foyer-api, state: acceptOnly }
organisations:
  - id: montreal
    name: Locataires
    members: { groups: [/members/Montréal, /membres/été], emails: [zoe@example.org], subjects: ["sso:by-subject"] }
    administrators: { groups: [/members/Montréal/admins], issuers: [sso] }
    limits: { roomsPerPerson: 2 }
  - { id: riverside, name: Riverside, members: { groups: [/members/riverside] } }
operators: { groups: [/operators], issuers: [sso] }
servers:
  - { id: de, url: https://de.example/bigbluebutton, secret: s, name: Germany, country: DE }
`,
  {},
)

const nothing: DecisionTables = {
  entries: [],
  suspended: false,
  idTokenClaims: null,
  othersHaveGroups: null,
  rooms: null,
}

function decided(
  claims: Record<string, unknown>,
  tables: Partial<DecisionTables> = {},
  issuer: 'sso' | 'old' = 'sso',
) {
  return decide({ issuer, subject: 'ada', claims }, { ...nothing, ...tables }, settings)
}

function ofMontreal(
  claims: Record<string, unknown>,
  tables: Partial<DecisionTables> = {},
  issuer: 'sso' | 'old' = 'sso',
) {
  const found = decided(claims, tables, issuer).steps.find(
    ({ organisation }) => organisation?.id === 'montreal',
  )
  if (!found) throw new Error('no step for the organisation')
  return found
}

describe('a group that nearly is the one of a rule', () => {
  test.each<[string, string, Difference[], Fix[]]>([
    ['the path is off', 'Montréal', ['path'], ['issuer_full_path', 'operator_rule']],
    ['the slash is missing', 'members/Montréal', ['slash'], ['issuer_full_path', 'operator_rule']],
    ['a slash follows', '/members/Montréal/', ['slash'], ['operator_rule', 'issuer_group_name']],
    ['small letters', '/members/montréal', ['case'], ['operator_rule', 'issuer_group_name']],
    ['no accent', '/members/Montreal', ['accent'], ['operator_rule', 'issuer_group_name']],
    ['NFD', '/members/Montréal'.normalize('NFD'), ['encoding'], ['operator_rule', 'issuer_group_name']],
    ['a space', ' /members/Montréal', ['space'], ['operator_rule', 'issuer_group_name']],
    ['a space inside', '/members /Montréal', ['space'], ['operator_rule', 'issuer_group_name']],
    ['the parent', '/members', ['parent'], ['issuer_group']],
    ['a child', '/members/Montréal/chorale', ['child'], ['operator_rule', 'issuer_group']],
    ['another place', '/guests/Montréal', [], []],
    ['the same name at the top', '/Montréal', ['path'], ['issuer_group', 'operator_rule']],
    ['a letter more', '/members/Montréall', ['similar'], ['operator_rule', 'issuer_group_name']],
    [
      'capitals and no accent',
      '/MEMBERS/MONTREAL',
      ['case', 'accent'],
      ['operator_rule', 'issuer_group_name'],
    ],
    ['nothing alike', '/harbour', [], []],
  ])('%s', (_how, group, differences, fixes) => {
    const { ok, nearMisses, fixes: offered } = ofMontreal({ groups: [group] })
    expect(ok).toBe(false)
    const near = nearMisses.filter(({ expected }) => expected === '/members/Montréal')
    expect(near).toEqual(
      differences.length === 0 ? [] : [{ expected: '/members/Montréal', received: group, differences }],
    )
    expect(offered).toEqual([...fixes, 'administrator_list'])
  })

  test('admits nobody, however near it is', () => {
    for (const group of ['/members/montréal', 'members/Montréal', '/members/Montréal'.normalize('NFD')]) {
      expect(decided({ groups: [group] })).toMatchObject({ allowed: false, organisations: [] })
    }
  })
})

describe('without groups', () => {
  const groupsStep = (claims: Record<string, unknown>, tables: Partial<DecisionTables>) =>
    decided(claims, tables).steps.find(({ step }) => step === 'groups')

  test.each<[string, Record<string, unknown>, Partial<DecisionTables>, boolean | null, Fix[]]>([
    ['nothing else is known', {}, {}, null, ['issuer_groups_mapper', 'issuer_group']],
    [
      'the ID token has them',
      {},
      { idTokenClaims: ['sub', 'groups'] },
      false,
      ['issuer_groups_in_access_token'],
    ],
    [
      'the ID token has none either',
      {},
      { idTokenClaims: ['sub'] },
      null,
      ['issuer_groups_mapper', 'issuer_group'],
    ],
    ['others have some', {}, { othersHaveGroups: true }, false, ['issuer_group']],
    ['the claim is an object', { groups: { a: 1 } }, {}, false, ['issuer_groups_shape']],
    ['the claim is a list of objects', { groups: [{ a: 1 }] }, {}, false, ['issuer_groups_shape']],
  ])('%s', (_what, claims, tables, ok, fixes) => {
    expect(groupsStep(claims, tables)).toMatchObject({ ok, fixes })
  })
})

describe('an e-mail in the list', () => {
  const zoe = { email: 'zoe@example.org', email_verified: true }
  const entry = { organisation: 'montreal', email: 'zoe@example.org', fromSettings: false, holder: null }
  const taken = { ...entry, holder: { issuer: 'sso', subject: 'another' } }

  test.each<[string, Record<string, unknown>, DecisionTables['entries'], string]>([
    ['of the settings', zoe, [], 'email'],
    ['of the organisation', { ...zoe, email: 'zoe@example.org' }, [entry], 'list'],
    [
      'that this identity took up, whatever its e-mail is now',
      {},
      [{ ...entry, holder: { issuer: 'sso', subject: 'ada' } }],
      'list',
    ],
  ])('%s admits', (_which, claims, entries, way) => {
    expect(decided(claims, { entries })).toMatchObject({
      allowed: true,
      organisations: [{ id: 'montreal', way }],
    })
  })

  test.each<[string, Record<string, unknown>, DecisionTables['entries'], Fix]>([
    ['is not confirmed', { ...zoe, email_verified: false }, [], 'issuer_email_verified'],
    ['was taken up by another account', zoe, [taken], 'administrator_email_claimed'],
    [
      'of the settings was taken up by another account',
      zoe,
      [{ ...taken, fromSettings: true }],
      'operator_email_claimed',
    ],
  ])('that %s admits nobody, and says so', (_why, claims, entries, fix) => {
    expect(decided(claims, { entries }).allowed).toBe(false)
    expect(ofMontreal(claims, { entries }).fixes[0]).toBe(fix)
  })

  test.each<[string, DecisionTables['entries'], Fix[]]>([
    ['of the settings', [], ['operator_email_vouching']],
    ['of the organisation', [entry], ['operator_email_vouching', 'administrator_email_link']],
  ])('%s admits nobody of an issuer that does not vouch for e-mails', (_which, entries, fixes) => {
    const outcome = decided(zoe, { entries }, 'old')
    expect([outcome.allowed, outcome.claims]).toEqual([false, []])
    expect(ofMontreal(zoe, { entries }, 'old').fixes).toEqual([...fixes, 'administrator_list'])
  })
})

test('whoever is suspended has no right left, and every step is evaluated all the same', () => {
  const groups = ['/members/Montréal', '/members/Montréal/admins', '/operators']
  const outcome = decided({ groups }, { suspended: true })
  expect(outcome).toMatchObject({
    allowed: false,
    code: 'person_suspended',
    organisations: [],
    operator: false,
  })
  expect(outcome.steps.map(({ step, ok }) => [step, ok])).toEqual([
    ['token', true],
    ['groups', true],
    ['person', false],
    ['organisation', true],
    ['organisation', false],
    ['operators', true],
  ])
})

test.each([
  [0, true],
  [1, true],
  [2, false],
  [3, false],
])('of two rooms %i are made: more may be made: %s', (made, ok) => {
  const { steps } = decided({ groups: ['/members/Montréal'] }, { rooms: new Map([['montreal', made]]) })
  expect(steps.at(-1)).toMatchObject({ step: 'limits', ok, expected: ['2'], received: [String(made)] })
})

describe('whatever an issuer sends', () => {
  const anything = fc.object({
    maxDepth: 3,
    values: [fc.string({ unit: 'binary' }), fc.double(), fc.constant(null), fc.boolean()],
  })
  const anyGroups = fc.oneof(
    fc.anything(),
    fc.array(fc.string({ unit: 'binary' })),
    fc.array(
      fc.constantFrom('/members/Montréal', 'Montréal', '/members', '/members/Montréal/x', '/operators', '/'),
    ),
  )

  test('it decides', () => {
    fc.assert(
      fc.property(anything, anyGroups, fc.anything(), (claims, groups, email) => {
        const outcome = decided({ ...claims, groups, email })
        expect(outcome.steps.map(({ step }) => step)).toEqual([
          'token',
          'groups',
          'person',
          'organisation',
          'organisation',
          'operators',
        ])
        expect(outcome.allowed).toBe(outcome.organisations.length > 0 || outcome.operator)
      }),
    )
  })

  test('one more group that a rule names never takes a right away', () => {
    const rules = [
      '/members/Montréal',
      '/membres/été',
      '/members/riverside',
      '/operators',
      '/members/Montréal/admins',
    ]
    const some = fc.array(fc.oneof(fc.string(), fc.constantFrom(...rules)))
    fc.assert(
      fc.property(some, fc.constantFrom(...rules), (groups, more) => {
        const before = decided({ groups })
        const after = decided({ groups: [...groups, more] })
        expect(after.operator || !before.operator).toBe(true)
        for (const { id, administrator } of before.organisations) {
          const kept = after.organisations.find((organisation) => organisation.id === id)
          expect(kept !== undefined && (kept.administrator || !administrator)).toBe(true)
        }
      }),
    )
  })

  test('the order of claims and of groups gives and takes no right', () => {
    const groups = fc.uniqueArray(
      fc.constantFrom('/members/Montréal', '/operators', '/members/riverside', 'x', 'y'),
    )
    fc.assert(
      fc.property(groups, fc.string(), (list, name) => {
        const forth = decided({ groups: list, name, email: 'zoe@example.org', email_verified: true })
        const back = decided({
          email_verified: true,
          email: 'zoe@example.org',
          name,
          groups: list.toReversed(),
        })
        const rights = ({ organisations, operator }: typeof forth) =>
          JSON.stringify([organisations.map(({ id, administrator }) => [id, administrator]), operator])
        expect(rights(back)).toBe(rights(forth))
      }),
    )
  })
})
