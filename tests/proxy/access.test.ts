import { expect, test } from 'vitest'
import { ProblemError } from '../../src/proxy/platform/problem.ts'
import { type AccessOptions, type AccessWorld, openAccess } from './access-world.ts'
import { describeOnBoth, later } from './databases.ts'

type Claims = Record<string, unknown>

const ada = { sub: 'ada', name: 'Ada Osei', email: 'ada@riverside.example', email_verified: true }
const member = { ...ada, groups: ['/members/riverside'] }

async function me(world: AccessWorld, claims: Claims, issuer = world.issuer) {
  return await world.access.me(world.request(await issuer.accessToken(claims)))
}

async function person(world: AccessWorld, claims: Claims, issuer = world.issuer) {
  return await world.access.person(world.request(await issuer.accessToken(claims)))
}

describeOnBoth('who is let in', (open) => {
  async function start(options: AccessOptions = {}) {
    const store = await open()
    const world = await openAccess(store, options)
    later(async () => world.close())
    return { world, store }
  }

  test('a member, known by the issuer and the subject, and again under another name', async () => {
    const { world } = await start()
    const first = await person(world, member)
    expect(first).toMatchObject({
      name: 'Ada Osei',
      email: 'ada@riverside.example',
      organisations: [{ id: 'riverside', administrator: false }],
      operator: false,
    })
    const later = await person(world, { ...member, name: 'Ada Osei-Hale', email: 'ada@new.example' })
    expect(later).toMatchObject({ id: first.id, name: 'Ada Osei-Hale', email: 'ada@new.example' })
  })

  test('one person, however many first requests come at once', async () => {
    const { world, store } = await start()
    const people = await Promise.all(Array.from({ length: 10 }, () => person(world, member)))
    expect(new Set(people.map(({ id }) => id)).size).toBe(1)
    expect(await store.selectFrom('people').select('id').execute()).toHaveLength(1)
  })

  test('two people, where two issuers use the same subject and the same e-mail', async () => {
    const { world } = await start()
    const here = await person(world, member)
    const there = await person(world, { ...member, name: 'Another Ada' }, world.other)
    expect(there.id).not.toBe(here.id)
    expect((await person(world, member)).name).toBe('Ada Osei')
  })

  test('nobody else, and the answer says what was expected and what came', async () => {
    const { world, store } = await start()
    const claims = { ...ada, sub: 'robin', groups: ['/members/harbour'] }
    const refused = await person(world, claims).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ProblemError)
    expect(refused).toMatchObject({ code: 'not_admitted', status: 403 })

    const { decision, organisations } = await me(world, claims)
    expect(organisations).toEqual([])
    expect(decision).toMatchObject({ allowed: false, code: 'group_no_match' })
    expect(decision.ref).toMatch(/^[2-9A-Z]{8}$/)
    expect(decision.steps.map(({ step, ok }) => [step, ok])).toEqual([
      ['token', true],
      ['groups', true],
      ['person', true],
      ['organisation', false],
      ['operators', false],
    ])
    expect(decision.steps[3]).toMatchObject({
      organisation: { id: 'riverside' },
      expected: ['/members/riverside'],
      received: ['/members/harbour'],
    })
    expect(await store.selectFrom('people').selectAll().execute()).toEqual([])
  })

  test.each<[string, Claims, string]>([
    ['no groups claim', {}, 'groups_missing'],
    ['null', { groups: null }, 'groups_missing'],
    ['an object', { groups: { '/members/riverside': true } }, 'groups_missing'],
    ['a list of objects', { groups: [{ name: '/members/riverside' }, null, 7] }, 'groups_missing'],
    ['an empty list', { groups: [] }, 'group_no_match'],
    ['another group as text', { groups: '/members/harbour' }, 'group_no_match'],
    ['the group without its slash', { groups: ['members/riverside'] }, 'group_no_match'],
    ['the group with a slash after it', { groups: ['/members/riverside/'] }, 'group_no_match'],
    ['the group in capitals', { groups: ['/Members/Riverside'] }, 'group_no_match'],
    ['the group with a space', { groups: [' /members/riverside'] }, 'group_no_match'],
    ['a child of the group', { groups: ['/members/riverside/choir'] }, 'group_no_match'],
    ['a lone surrogate and a NUL', { groups: ['\ud800', '\0'] }, 'group_no_match'],
    ['the group as text', { groups: '/members/riverside' }, 'admitted'],
    ['the group among things that are none', { groups: [null, 7, '/members/riverside'] }, 'admitted'],
  ])('%s as groups: a precise decision', async (_what, groups, code) => {
    const { world } = await start()
    expect((await me(world, { ...ada, ...groups })).decision.code).toBe(code)
  })

  test('the accents of a group count letter by letter', async () => {
    const { world } = await start({ members: '{ groups: ["/membres/été"] }' })
    expect((await me(world, { ...ada, groups: ['/membres/été'.normalize('NFC')] })).decision.allowed).toBe(
      true,
    )
    expect((await me(world, { ...ada, groups: ['/membres/été'.normalize('NFD')] })).decision.allowed).toBe(
      false,
    )
  })

  test('what came is told in part, where much came', async () => {
    const { world } = await start()
    const many = Array.from({ length: 1_500 }, (_, index) => `/${index}`)
    const { decision } = await me(world, { ...ada, groups: [`/long/${'x'.repeat(2_000)}`, ...many] })
    const received = decision.steps[3]?.received ?? []
    expect(received).toHaveLength(20)
    expect(received[0]).toHaveLength(100)
    const admitted = await me(world, { ...ada, groups: [...many, '/members/riverside'] })
    expect(admitted.decision.allowed).toBe(true)
    expect(admitted.decision.steps[3]?.received[0]).toBe('/members/riverside')
  })

  test('five thousand groups are read, or told to be too many', async () => {
    const { world } = await start()
    const short = Array.from({ length: 5_000 }, (_, index) => String(index % 10))
    expect((await me(world, { ...ada, groups: short })).decision.code).toBe('group_no_match')
    const long = Array.from({ length: 5_000 }, (_, index) => `/members/group-${index}`)
    await expect(me(world, { ...ada, groups: long })).rejects.toMatchObject({
      code: 'token_too_large',
      status: 431,
    })
  })

  test('without groups it is not known whether somebody belongs', async () => {
    const { world } = await start()
    expect((await me(world, ada)).decision.steps[3]).toMatchObject({ ok: null, received: [] })
  })

  test('power comes from groups of the issuers that the rule names', async () => {
    const { world } = await start()
    const admin = { ...ada, groups: ['/members/riverside/admins'] }
    expect((await me(world, admin)).organisations).toMatchObject([{ id: 'riverside', administrator: true }])
    expect((await me(world, admin, world.other)).organisations).toEqual([])
    const operator = { ...ada, sub: 'sam', groups: ['/operators'] }
    expect(await me(world, operator)).toMatchObject({ operator: true, decision: { allowed: true } })
    expect(await me(world, operator, world.other)).toMatchObject({
      operator: false,
      decision: { allowed: false },
    })
  })

  test('a subject of the list, at its own issuer only', async () => {
    const { world } = await start({ members: '{ subjects: ["sso:ada"] }' })
    expect((await me(world, ada)).decision.code).toBe('admitted')
    expect((await me(world, ada, world.other)).decision.allowed).toBe(false)
  })

  test('an e-mail of the list is an invitation for the first who proves it, and stays theirs', async () => {
    const { world } = await start({ members: '{ emails: [Ada@Riverside.example] }' })
    expect((await me(world, { ...ada, email_verified: false })).decision.allowed).toBe(false)
    expect((await me(world, { ...ada, email_verified: 'true' })).decision.allowed).toBe(false)
    const invited = await me(world, { ...ada, email: 'ada@riverside.EXAMPLE' })
    expect(invited.decision.steps[3]).toMatchObject({ ok: true, received: ['ada@riverside.example'] })
    expect((await me(world, ada, world.other)).decision.allowed).toBe(false)
    expect((await me(world, { ...ada, sub: 'impostor' })).decision.allowed).toBe(false)
    expect((await me(world, { ...ada, email: 'ada@elsewhere.example' })).decision.allowed).toBe(true)
    expect((await me(world, { ...ada, email: undefined, email_verified: undefined })).decision.allowed).toBe(
      true,
    )
  })

  test('of two who claim one invitation at once, one', async () => {
    const { world } = await start({ members: '{ emails: [ada@riverside.example] }' })
    const both = await Promise.all([me(world, ada), me(world, ada, world.other)])
    expect(both.filter(({ decision }) => decision.allowed)).toHaveLength(1)
  })

  test.each<[string, Claims, string]>([
    ['cleaned', { name: '  Zoé\u202e\r\n O’Hara\0 ' }, 'Zoé O’Hara'],
    ['cut', { name: 'x'.repeat(500) }, 'x'.repeat(60)],
    [
      'given and family name, where there is no name',
      { name: ' ', given_name: 'Ada', family_name: 'Osei', preferred_username: 'ada.o' },
      'Ada Osei',
    ],
    ['the one of them that there is', { name: null, family_name: 'Osei', preferred_username: 'a' }, 'Osei'],
    ['the user name, where there is none of these', { name: ' ', preferred_username: 'ada.o' }, 'ada.o'],
    [
      '… without the host of an e-mail',
      { name: undefined, preferred_username: 'ada@riverside.example' },
      'ada',
    ],
    ['never the subject, nor an e-mail', { name: 7, email: 'ada@riverside.example' }, 'No name'],
  ])('the name is %s', async (_how, claims, name) => {
    const { world } = await start()
    expect((await person(world, { ...member, ...claims })).name).toBe(name)
  })

  test('the name of whoever has none is in the language of the service', async () => {
    const { world } = await start({ language: 'fr-CA' })
    expect((await person(world, { ...member, name: undefined })).name).toBe('Sans nom')
  })
})

describeOnBoth('the log of decisions', (open) => {
  async function start() {
    const store = await open()
    const world = await openAccess(store)
    later(async () => world.close())
    const rows = () => store.selectFrom('decisions').selectAll().orderBy('at').execute()
    return { world, rows }
  }

  test('has one row as long as the outcome stays, also over a restart', async () => {
    const { world, rows } = await start()
    const claims = { ...ada, groups: ['/members/harbour'] }
    const first = await me(world, claims)
    world.clock.now += 1000
    expect((await me(world, claims)).decision.ref).toBe(first.decision.ref)
    world.restart()
    expect((await me(world, claims)).decision.ref).toBe(first.decision.ref)
    expect(await rows()).toMatchObject([
      { issuer: 'sso', subject: 'ada', allowed: 0, code: 'group_no_match' },
    ])
  })

  test('has another where it changes, so that the way back is seen', async () => {
    const { world, rows } = await start()
    await me(world, { ...ada, groups: [] })
    world.clock.now += 1000
    await person(world, member)
    await person(world, member)
    world.clock.now += 1000
    await me(world, { ...ada, groups: [] })
    expect((await rows()).map(({ code }) => code)).toEqual(['group_no_match', 'admitted', 'group_no_match'])
  })

  test('forgets: what refused people’s tokens said after 30 days, everything after 90', async () => {
    const day = 24 * 60 * 60 * 1000
    const { world, rows } = await start()
    await me(world, { ...ada, groups: ['/members/harbour'] })
    world.clock.now += 31 * day
    await me(world, { ...member, sub: 'luc' })
    expect(await rows()).toMatchObject([{ subject: 'ada', steps: '[]' }, { subject: 'luc' }])
    world.clock.now += 60 * day
    await me(world, { ...ada, sub: 'robin', groups: [] })
    expect((await rows()).map(({ subject }) => subject)).toEqual(['luc', 'robin'])
  })
})
