import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bbblb } from '../../src/demo/bbb/persona.ts'
import { connectStore, openStore } from '../../src/proxy/platform/store/database.ts'
import { examine } from '../../src/proxy/runtime/doctor/examine.ts'
import { isAnythingWrong, report } from '../../src/proxy/runtime/doctor/report.ts'
import { cleanUp, later, postgres, sqlite } from './databases.ts'
import { type DoctorWorld, openDoctorWorld, type Visit } from './doctor-world.ts'

/*
 * What an operator reads, for everything that can be wrong: the finding, and beside it what to change and where.
 * How the issuer answers is what Keycloak 26.7.3 answered in each of these cases.
 */

let world: DoctorWorld
beforeEach(async () => {
  world = await openDoctorWorld()
})
afterEach(cleanUp)

const parts = {
  fetch: async () => Promise.reject(new TypeError('fetch failed')),
  now: Date.now,
  timeout: 1_000,
}

/** What is printed; both texts must be in it, and the exit code as it should be. */
async function expectFinding(mark: '✓' | '✗' | '?', what: RegExp, todo: RegExp | null, visit: Visit = {}) {
  const { text, wrong } = await world.examine(visit)
  const lines = text.split('\n')
  const at = lines.findIndex((line) => what.test(line))
  expect(lines[at] ?? text).toMatch(what)
  expect(lines[at]?.trim()[0]).toBe(mark)
  const rest = lines.slice(at + 1)
  const end = rest.findIndex((line) => !/^ {4}/.test(line))
  if (todo) expect(rest.slice(0, end).join('\n')).toMatch(todo)
  expect(wrong).toBe(/✗/.test(text))
  expect(text).not.toMatch(/canary/)
  return text
}

describe('the settings', () => {
  test('that are missing are the demo, which needs no doctor', async () => {
    const groups = await examine(null, null, parts)
    expect(report(groups)).toMatch(/There is no foyer\.yaml here.*demo.*\n.*→.*FOYER_CONFIG/)
    expect(isAnythingWrong(groups)).toBe(false)
  })

  test('that are wrong are told with every complaint', async () => {
    const { text, wrong } = await world.examine({ settings: (yaml) => yaml.replace('foyer-api', '""') })
    expect(text).toMatch(/✗ foyer\.yaml cannot be used:\n +line 6: signIn\.issuers\[0\]\.audience: expected/)
    expect(text).not.toMatch(/canary/)
    expect(wrong).toBe(true)
  })

  test('that are right, with all else, are told in one sentence', async () => {
    await openAndClose()
    const { text, wrong } = await world.examine()
    expect(text).toMatch(/✓ They can be used: 2 organisations, 1 issuer, 1 server\./)
    expect(text).toMatch(/\n\nNothing is wrong\. 1 thing is left for you to look at\.\n$/)
    expect(wrong).toBe(false)
  })

  test.each([
    [/No server takes new meetings/, /state: enabled/, 'country: DE', 'country: DE, state: draining'],
    [/Nobody can sign in anew/, /state: active/, 'state: active', 'state: acceptOnly'],
    [/Nobody can be a member of atelier/, /atelier → members/, '{ groups: [/members/atelier] }', '{}'],
  ])('%s', async (what, todo, from, to) => {
    await expectFinding('✗', what, todo, { settings: (yaml) => yaml.replace(from, to) })
  })

  test('that name e-mails and no issuer to vouch for them are told, as long as it is so', async () => {
    const emails = (yaml: string) => yaml.replace('groups: [/members/atelier]', 'emails: [ada@example.org]')
    const unsaid = (yaml: string) => yaml.replace(', vouchesForEmail: true', '')
    const what = /E-mails in foyer\.yaml \(atelier\) admit nobody new/
    await expectFinding('?', what, /vouchesForEmail: true/, { settings: (yaml) => unsaid(emails(yaml)) })
    expect((await world.examine({ settings: emails })).text).not.toMatch(what)
    expect((await world.examine({ settings: unsaid })).text).not.toMatch(what)
  })
})

describe.each([sqlite(), postgres()])('the database ($name)', (database) => {
  beforeEach(async () => {
    world = await openDoctorWorld(await database.place())
  })

  test('without tables is not touched', async () => {
    const nothing =
      database.name === 'SQLite' ? /\? There is no database .* yet/ : /✓ .*has no tables of Foyer yet/
    expect((await world.examine()).text).toMatch(nothing)
    expect((await world.examine()).text).toMatch(nothing)
  })

  test('is read while Foyer has it', async () => {
    const store = await openStore(world.place)
    await expectFinding('✓', /answers, and its tables are current/, null)
    await store.close()
  })

  test('with recordings that play on a host that the settings do not name is told, with the host', async () => {
    await openAndClose(
      `insert into people (id, name, created_at, last_seen_at) values ('ada', 'Ada Osei', 1, 1);`,
    )
    await openAndClose(
      `insert into rooms (id, organisation, owner_id, name, address, created_at)
       values ('room', 'riverside', 'ada', 'Assembly', 'assembly', 1)`,
    )
    const formats = JSON.stringify([{ type: 'video', url: null, minutes: 1, host: 'rec.example.coop' }])
    await openAndClose(
      `insert into recordings (id, room_id, owner_id, meeting_id, server, name, state, audience, started_at, formats, absent)
       values ('recording', 'room', 'ada', 'foyer-1', 'de', 'Assembly', 'ready', 'hosts', 1, '${formats}', 0)`,
    )
    const what = /1 recording of the server "de" cannot be played: .* on rec\.example\.coop/
    await expectFinding('✗', what, /servers → de → recordingHosts: add rec\.example\.coop/)
    const named = (yaml: string) =>
      yaml.replace('country: DE', 'country: DE, recordingHosts: [rec.example.coop]')
    expect((await world.examine({ settings: named })).text).not.toMatch(what)
  })

  test('with open invitations to e-mails for which nobody vouches is told', async () => {
    await openAndClose(
      `insert into people (id, name, created_at, last_seen_at) values ('ada', 'Ada Osei', 1, 1);`,
    )
    await openAndClose(
      `insert into members (id, organisation, email, added_by, added_at)
       values ('entry', 'riverside', 'dee@example.org', 'ada', 1)`,
    )
    const settings = (yaml: string) => yaml.replace(', vouchesForEmail: true', '')
    const what = /1 invitation to an e-mail is open, and no issuer is trusted to verify e-mails/
    await expectFinding('?', what, /vouchesForEmail: true/, { settings })
    expect((await world.examine()).text).not.toMatch(what)
  })

  test('of an older version is told, and left as it is', async () => {
    await openAndClose(`delete from kysely_migration`)
    await expectFinding('?', /of an older version of Foyer/, /npm run backup, then restart/)
    await expectFinding('?', /of an older version of Foyer/, null)
  })

  test('of a newer version is told', async () => {
    await openAndClose(`insert into kysely_migration (name, timestamp) values ('9999_later', '2026')`)
    await expectFinding('✗', /of a newer version of Foyer/, /npm run restore/)
  })
})

describe('the database', () => {
  test('whose user may not make tables is told', async () => {
    const place = await postgres().place()
    const name = `limited_${randomUUID().replaceAll('-', '')}`
    const { db, close } = connectStore(place)
    await sql.raw(`create role ${name} login password 'canary'`).execute(db)
    later(close)
    later(() => sql.raw(`drop role ${name}`).execute(db))
    const database = new URL(place.database ?? '')
    Object.assign(database, { username: name, password: 'canary' })
    world.place = { database: database.href, dataDir: '' }
    await expectFinding('✗', /its user may not create the tables/, /GRANT CREATE, USAGE ON SCHEMA public/)
  })

  test('that does not answer is told without its password', async () => {
    world.place = { database: 'postgres://foyer:canary-password@127.0.0.1:1/foyer', dataDir: '' }
    await expectFinding('✗', /PostgreSQL does not answer: .*ECONNREFUSED/, /`database` in foyer\.yaml/)
  })
})

describe('an issuer', () => {
  test('that is set up as Foyer needs it', async () => {
    const { text } = await world.examine()
    for (const line of [
      'Discovery answers.',
      'It calls itself exactly as the settings do.',
      'It publishes a key to sign with (ES256).',
      'Pages of https://meet.example.coop may read discovery and keys (CORS).',
      'It knows PKCE with S256.',
      'It knows the client "foyer", as a public one (no secret).',
      'Pages of https://meet.example.coop may ask it for tokens (CORS).',
      'It sends people back to https://meet.example.coop/sign-in/sso/callback.',
      'It names itself when it sends people back (RFC 9207).',
      'It insists on PKCE.',
      'After signing out it sends people to https://meet.example.coop/signed-out.',
      'Its clock and ours agree.',
    ])
      expect(text).toContain(`✓ ${line}`)
    expect(text).toMatch(
      /\? Whether it tells us .*\n.*Backchannel logout URL: https:\/\/meet\.example\.coop\/hooks\/issuers\/sso\/logout/,
    )
  })

  test.each([
    ['ENOTFOUND', /no name that this machine can resolve/, /DNS/],
    ['ECONNREFUSED', /nothing listens/, /firewalls/],
    ['UND_ERR_CONNECT_TIMEOUT', /no connection/, /firewalls/],
    ['CERT_HAS_EXPIRED', /certificate .* is not accepted/, /NODE_EXTRA_CA_CERTS/],
    ['ECONNRESET', /breaks off/, /http:\/\/ against https/],
  ])('that cannot be reached (%s)', async (code, what, todo) => {
    world.unreachable.set('sso.example.coop', code)
    await expectFinding('✗', what, todo)
  })

  test('that never answers', async () => {
    world.hanging.add('sso.example.coop')
    await expectFinding('✗', /does not answer in time/, /firewalls/)
  })

  test.each([
    [
      'a redirect',
      new Response(null, { status: 301, headers: { Location: 'https://sso.example.coop/new/' } }),
      /leads on to https:\/\/sso\.example\.coop\/new\//,
      /without a redirect/,
    ],
    [
      'nothing there',
      Response.json({ error: 'Realm does not exist' }, { status: 404 }),
      /no discovery at .*\(404\)/,
      /\/auth before \/realms/,
    ],
    ['a gateway alone', new Response('<html>', { status: 502 }), /answers 502/, /reverse proxy/],
    [
      'HTTPS required',
      Response.json({ error_description: 'HTTPS required' }, { status: 403 }),
      /403: HTTPS required/,
      /--proxy-headers=xforwarded/,
    ],
    [
      'a page',
      new Response('<html>'),
      /a page \(HTML\) instead of JSON/,
      /foyer\.yaml: signIn\.issuers → sso → issuer/,
    ],
    ['other JSON', Response.json({}), /names no issuer/, /foyer\.yaml/],
  ])('whose discovery is %s', async (_case, answer, what, todo) => {
    world.issuer.instead = (path) => (path.endsWith('openid-configuration') ? answer.clone() : null)
    await expectFinding('✗', what, todo)
  })

  test.each([
    [
      'https://sso.example.coop/realms/meet/',
      /differ in the slash at the end;/,
      /issuer: https:\/\/sso\.example\.coop\/realms\/meet\//,
    ],
    [
      'http://sso.example.coop/realms/meet',
      /differ in http:\/\/ and https:\/\/;/,
      /--hostname=https:\/\/sso\.example\.coop[\s\S]*--proxy-headers/,
    ],
    ['https://sso.example.coop/auth/realms/meet', /differ in the \/auth of Keycloak 16/, null],
    ['https://keycloak:8080/realms/meet', /differ in the host name, the port;/, /--hostname=/],
    ['https://sso.example.coop/realms/Meet', /differ in capital letters;/, null],
    ['https://sso.example.coop/realms/other', /differ in the path \(the realm\);/, null],
  ])('that calls itself %s', async (issuer, what, todo) => {
    world.issuer.claimsToBe = issuer
    const text = await expectFinding('✗', what, todo)
    expect(text).toContain('foyer.yaml: https://sso.example.coop/realms/meet\n')
    expect(text).toContain(`discovery: ${issuer}\n`)
  })

  test('whose addresses are without HTTPS', async () => {
    world.issuer.discovery = { token_endpoint: 'http://sso.example.coop/realms/meet/token' }
    await expectFinding('✗', /addresses without HTTPS: token_endpoint/, /--proxy-headers=xforwarded/)
  })

  test.each([
    ['none that can sign', Response.json({ keys: [{ kty: 'RSA', alg: 'RSA-OAEP', use: 'enc' }] })],
    ['one for another algorithm', Response.json({ keys: [{ kty: 'RSA', alg: 'RS512', use: 'sig' }] })],
    ['no JSON', new Response('<html>')],
  ])('whose keys are %s', async (_case, answer) => {
    world.issuer.instead = (path) => (path.endsWith('/certs') ? answer.clone() : null)
    await expectFinding('✗', /no key for RS256, PS256 or ES256/, /Realm settings → Keys/)
  })

  test('whose reverse proxy takes CORS away', async () => {
    world.issuer.instead = (path) =>
      path.endsWith('/certs') ? Response.json({ keys: [world.issuer.publicKey()] }) : null
    await expectFinding('✗', /may not read its keys \(CORS\)/, /reverse proxy/)
  })

  test.each([
    [{ code_challenge_methods_supported: ['plain'] }, '✗', /does not know PKCE with S256/, /Upgrade/],
    [{ code_challenge_methods_supported: undefined }, '?', /does not say whether it knows PKCE/, /manual/],
    [
      { authorization_response_iss_parameter_supported: false },
      '?',
      /does not name itself/,
      /a newer version/,
    ],
    [{ token_endpoint: undefined }, '✗', /names no token_endpoint/, /manual/],
    [{ authorization_endpoint: undefined }, '✗', /names no authorization_endpoint/, /manual/],
    [{ end_session_endpoint: undefined }, '?', /names no end_session_endpoint/, /manual/],
    [{ jwks_uri: undefined }, '✗', /names no keys/, /Realm settings → Keys/],
    [{ backchannel_logout_supported: false }, '?', /does not tell us when somebody is signed out/, /Nothing/],
  ] as const)('whose discovery has %o', async (discovery, mark, what, todo) => {
    world.issuer.discovery = discovery
    await expectFinding(mark, what, todo)
  })

  test.each([
    ['client unknown', { id: 'other' }, /not take the client "foyer": "Client not found\."/, /Create client/],
    [
      'client disabled',
      { enabled: false },
      /not take the client "foyer": "Client disabled\."/,
      /Clients → foyer → the switch .*: Enabled/,
    ],
    [
      'realm disabled',
      { realmEnabled: false },
      /admits nobody: "Realm not enabled"/,
      /Realm settings → the switch/,
    ],
    ['confidential', { isPublic: false }, /wants a secret/, /Client authentication: Off/],
    [
      'standard flow off',
      { standardFlow: false },
      /standard flow is off/,
      /Authentication flow: Standard flow/,
    ],
    [
      'no web origin',
      { webOrigins: [] },
      /may not ask it for tokens \(CORS\)/,
      /Web origins: https:\/\/meet\.example\.coop \(no path/,
    ],
    ['DPoP', { bindsTokens: true }, /\(DPoP\)/, /Require DPoP bound tokens: Off/],
    [
      'PAR',
      { pushedOnly: true },
      /Pushed Authorization Request is only allowed/,
      /Pushed authorization request required: Off/,
    ],
    ['PKCE not required', { requiresPkce: false }, /sign-ins without PKCE/, /Require PKCE: On/],
    ['PKCE plain', { pkceMethod: 'plain' }, /code challenge method/, /PKCE Method: S256/],
    [
      'redirect URI missing',
      { redirects: () => false },
      /"Invalid parameter: redirect_uri".*callback is not registered/,
      /Valid redirect URIs: https:\/\/meet\.example\.coop\/sign-in\/sso\/callback/,
    ],
    [
      'redirect wildcard',
      { redirects: () => true },
      /any address of https:\/\/meet\.example\.coop: .*wildcard/,
      /without \*/,
    ],
    [
      'no iss',
      { namesIssuer: false },
      /announces that it names itself .* and does not/,
      /Exclude Issuer From Authentication Response: Off/,
    ],
    [
      'post logout',
      { signedOutAddresses: [] },
      /\/signed-out \(400: "Invalid redirect uri"\)/,
      /Valid post logout redirect URIs: https:\/\/meet\.example\.coop\/signed-out/,
    ],
  ])('whose client is not right: %s', async (_case, change, what, todo) => {
    Object.assign(world.issuer.client, change)
    const text = await expectFinding('✗', what, todo)
    expect(text.match(/✗/g)).toHaveLength(1)
  })

  test.each([
    ['/token', /token endpoint answers 502 and no JSON/],
    ['/auth', /page of its own \(502\)/],
    ['/logout', /sign-out page answers 502/],
  ])('of which %s is broken', async (end, what) => {
    world.issuer.instead = (path) => (path.endsWith(end) ? new Response('<html>', { status: 502 }) : null)
    await expectFinding('✗', what, /log of the sign-in server/)
  })

  test.each([
    [60_000, '✗', /60\.\d s ahead of ours/],
    [-60_000, '✗', /(60|59)\.\d s behind ours/],
    [5_000, '?', /seems to be 5\.\d s ahead/],
  ] as const)('whose clock is %d ms off', async (off, mark, what) => {
    world.issuer.clock = () => world.clock.now + off
    await expectFinding(mark, what, /time servers/)
  })

  test('that sends no Date, as Keycloak itself', async () => {
    world.issuer.clock = null
    await expectFinding('?', /carry no Date/, /time servers/)
  })

  test('that cannot reach us', async () => {
    await expectFinding('✗', /cannot reach http:\/\/localhost:3000\/hooks/, /publicUrl/, {
      settings: (yaml) => yaml.replace('https://meet.example.coop', 'http://localhost:3000'),
    })
    await expectFinding(
      '?',
      /https:\/\/meet\.lan\/hooks\/issuers\/sso\/logout, a private address/,
      /Backchannel/,
      {
        settings: (yaml) => yaml.replace('https://meet.example.coop', 'https://meet.lan'),
      },
    )
  })

  test('that only lets sessions run out is not asked about new sign-ins, and a retired one nothing', async () => {
    const state = (to: string) => ({
      settings: (yaml: string) => yaml.replace('state: active', `state: ${to}`),
    })
    expect((await world.examine(state('acceptOnly'))).text).toMatch(/✓ It admits nobody anew/)
    expect(world.issuer.asked.filter((path) => path.endsWith('/auth'))).toEqual([])
    expect(world.issuer.asked.filter((path) => path.endsWith('/token'))).toHaveLength(1)
    world.issuer.asked.length = 0
    expect((await world.examine(state('retired'))).text).toMatch(/✓ Not asked: it is retired/)
    expect(world.issuer.asked).toEqual([])
  })

  test('cannot steer the terminal with what it says', async () => {
    world.issuer.claimsToBe = 'https://sso.example.coop/\u001b[2J\u202e\n✓ all is well'
    const { text } = await world.examine()
    expect(text).not.toMatch(/[^\P{C}\n]/u)
    expect(text).not.toMatch(/^ *✓ all is well/m)
  })
})

describe('a server', () => {
  test('that works is told with its version', async () => {
    await expectFinding('✓', /BigBlueButton API 2\.0 answers signed calls \(0 meetings now\)/, null)
  })

  test.each([
    ['refuse', /cannot be reached: nothing listens/, /port in foyer\.yaml/],
    ['hang', /cannot be reached: .* does not answer in time/, /log/],
    ['html_502', /not as BigBlueButton does: .*502/, /bbb-conf --status/],
    ['html_404', /not as BigBlueButton does: .*404/, /bbb-conf --secret prints its URL/],
    ['json', /not as BigBlueButton does/, /bbb-conf --secret/],
    ['internal_error', /refuses the call: internalError/, /bbb-web\.log/],
    [
      'wrong_secret',
      /secret is not its own/,
      /bbb-conf --secret prints the Secret, for foyer\.yaml: servers → de → secret/,
    ],
  ] as const)('under %s', async (fault, what, todo) => {
    world.de.fault = fault
    await expectFinding('✗', what, todo)
  })

  test('that answers, but not with its list of meetings', async () => {
    world.de.persona = bbblb
    world.de.fault = 'bad_node'
    await expectFinding(
      '✗',
      /answers, but not with its list of meetings: HTTP status 500/,
      /machines behind it/,
    )
    world.de.fault = 'none'
    world.de.oddities = { meetings: ['broken_userdata'], recordings: [], own: [] }
    await expectFinding('✗', /list of meetings cannot be read: not well-formed XML/, /userdata/)
  })

  test('that takes another checksum with the same secret', async () => {
    const old: DoctorWorld['de']['fetch'] = world.de.fetch
    world.de.fetch = async (request) =>
      /checksum=[0-9a-f]{64}$/.test(request.url) ? refusedChecksum() : await old(request)
    await expectFinding('✗', /does not take sha256; the secret is right/, /servers → de → checksum: sha1/)
  })

  test('that is disabled is not asked', async () => {
    await expectFinding('✓', /Not asked: it is disabled/, null, {
      settings: (yaml) => yaml.replace('country: DE', 'country: DE, state: disabled'),
    })
    expect(world.de.received).toEqual([])
  })

  test('that cannot call back', async () => {
    await expectFinding('?', /hardly reach http:\/\/localhost:3000 .* recording is ready/, /publicUrl/, {
      settings: (yaml) => yaml.replace('https://meet.example.coop', 'http://localhost:3000'),
    })
  })
})

describe('a token', () => {
  const member = {
    groups: ['/members/riverside', '/choir'],
    email: 'ada@example.org',
    name: 'Ada Osei',
    email_verified: true,
  }

  test('that is right is told with its groups and the rules that they match, and nothing of its bearer', async () => {
    const token = await world.issuer.accessToken(member)
    const text = await expectFinding(
      '✓',
      /The rules admit its bearer: member of riverside/,
      /riverside: yes[\s\S]*atelier: no; expected \/members\/atelier[\s\S]*operators: no/,
      { token },
    )
    expect(text).toContain('✓ Its signature was verified')
    expect(text).toContain('✓ It is an access token.')
    expect(text).toContain('✓ It is meant for us (aud: foyer-api).')
    expect(text).toContain('✓ It was given to our client (foyer).')
    expect(text).toContain('✓ It was issued 0 s ago and lives for 5 min.')
    expect(text).toMatch(/has 2 groups\.\n +\/members\/riverside\n +\/choir\n/)
    expectNothingPersonal(text, token)
  })

  test.each([
    ['with its scheme', (token: string) => `Bearer ${token}\n`],
    ['as a header', (token: string) => `Authorization: Bearer ${token}`],
    ['in quotes', (token: string) => `"${token}"\r\n`],
    ['broken into lines', (token: string) => token.replace(/(.{60})/g, '$1\n')],
    [
      'as the token endpoint gives it',
      (token: string) => JSON.stringify({ access_token: token, expires_in: 300 }),
    ],
  ])('may be handed in %s', async (_how, written) => {
    await expectFinding('✓', /signature was verified/, null, {
      token: written(await world.issuer.accessToken(member)),
    })
  })

  test.each([
    [
      'audience',
      { aud: 'account' },
      '✗',
      /aud is account, expected foyer-api/,
      /Included Client Audience foyer-api .*Add to access token On/,
    ],
    [
      'audience',
      { aud: undefined },
      '✗',
      /aud is missing/,
      /foyer-dedicated → Add mapper → By configuration → Audience/,
    ],
    [
      'client',
      { azp: 'admin-cli' },
      '✗',
      /another client \(admin-cli\), expected foyer/,
      /Sign in through Foyer/,
    ],
    ['subject', { sub: undefined }, '✗', /does not name its bearer/, /Add client scope: basic/],
    [
      'lightness',
      { sub: undefined, aud: undefined },
      '✗',
      /does not name its bearer/,
      /Always use lightweight access token: Off/,
    ],
    ['ID token', { typ: 'ID' }, '✗', /is an ID token/, /Hand in the access_token/],
    ['refresh token', { typ: 'Refresh' }, '✗', /is a refresh token/, /Hand in the access_token/],
    ['subject', { sub: 'x'.repeat(256) }, '✗', /in a way that no database keeps/, /puts into sub/],
    ['other kind', { typ: 'x' }, '✗', /not marked as an access token \(typ: x\)/, /RFC 9068/],
    ['binding', { cnf: { jkt: 'x' } }, '✗', /bound to a key/, /Require DPoP bound tokens: Off/],
    [
      'groups',
      { groups: undefined },
      '?',
      /has no claim "groups": either the mapper is missing, or/,
      /Group Membership: Token Claim Name groups, Full group path On, Add to access token On/,
    ],
    ['groups', { groups: { a: 1 } }, '✗', /claim "groups" is no list/, /signIn\.claims\.groups/],
    ['groups', { groups: [] }, '✓', /claim "groups" has 0 groups/, null],
    [
      'rules',
      { groups: ['members/riverside'] },
      '✗',
      /admit its bearer nowhere \(group_no_match\)/,
      /riverside: no; expected \/members\/riverside; received members\/riverside[\s\S]*letter by letter/,
    ],
    ['operators', { groups: ['/operators'] }, '✓', /admit its bearer: operator/, /operators: yes/],
  ] as const)('is told by its %s: %o', async (_what, claims, mark, what, todo) => {
    const token = await world.issuer.accessToken({ ...member, ...claims })
    expectNothingPersonal(await expectFinding(mark, what, todo, { token }), token)
  })

  test('that expired, is of the future, or lives too long', async () => {
    const seconds = world.clock.now / 1000
    const of = (iat: number, exp: number) => world.issuer.accessToken({ ...member, iat, exp })
    await expectFinding('✗', /expired 10 min ago, 5 min after/, /fresh one/, {
      token: await of(seconds - 900, seconds - 600),
    })
    await expectFinding('✗', /of 3 min from now: the clock of its issuer/, /time servers/, {
      token: await of(seconds + 180, seconds + 480),
    })
    await expectFinding('?', /It lives for 10 h/, /Access Token Lifespan: 5 minutes/, {
      token: await of(seconds, seconds + 36_000),
    })
  })

  test('that somebody else signed', async () => {
    const token = await world.issuer.forgedToken(member)
    const text = await expectFinding('✗', /Foyer refuses it: it is not signed \(ES256\)/, /fresh one/, {
      token,
    })
    expect(text).toContain('unverified')
    expect(text).toContain('riverside: yes')
  })

  test('of an issuer that does not answer is explained all the same', async () => {
    const token = await world.issuer.accessToken(member)
    world.unreachable.set('sso.example.coop', 'ECONNREFUSED')
    const text = await expectFinding('?', /signature was not verified: .* unverified/, null, { token })
    expect(text).toContain('✓ The rules admit its bearer: member of riverside.')
  })

  test('of an issuer that is not in the settings, or retired there', async () => {
    const token = await world.issuer.accessToken({ ...member, iss: 'https://sso.example.coop/realms/meet/' })
    const text = await expectFinding(
      '✗',
      /none of those in the settings/,
      /differs in the slash at the end/,
      { token },
    )
    expect(text).toContain('signature was not verified')
    await expectFinding('✗', /issuer "sso" is retired/, /acceptOnly/, {
      token: await world.issuer.accessToken(member),
      settings: (yaml) => yaml.replace('state: active', 'state: retired'),
    })
  })

  test('that is long may be too long for others, or for us', async () => {
    const groups = (number: number) =>
      Array.from({ length: number }, (_, index) => `/members/somebody-${index}`)
    const long = await world.issuer.accessToken({ ...member, groups: groups(400) })
    const text = await expectFinding('?', /many reverse proxies take 8 KB/, /large_client_header_buffers/, {
      token: long,
    })
    expect(text).toMatch(/has 400 groups\.[\s\S]*… and 380 more/)
    const longer = await world.issuer.accessToken({ ...member, groups: groups(1200) })
    await expectFinding('✗', /Foyer takes 32,768/, /Full scope allowed: Off/, { token: longer })
  })

  test.each([
    ['nothing', ''],
    ['a word', 'token'],
    ['broken', 'a.b.c'],
    ['other JSON', '{"id_token":"x"}'],
  ])('that is %s is none', async (_what, token) => {
    await expectFinding('✗', /is no token/, /--token < token\.txt/, { token })
  })

  test('invited by e-mail is admitted by it, unless somebody else was', async () => {
    const settings = (yaml: string) =>
      yaml.replace('groups: [/members/riverside]', 'emails: [ada@example.org]')
    const token = await world.issuer.accessToken({ ...member, groups: [] })
    await expectFinding('✓', /member of riverside/, /riverside: yes; expected \(its e-mail\)/, {
      token,
      settings,
    })
    await openAndClose(
      `insert into members (id, organisation, email, added_at, issuer, subject, claimed_at)
       values ('entry', 'riverside', 'ada@example.org', 1, 'sso', 'somebody-else', 1)`,
    )
    expectNothingPersonal(await expectFinding('✗', /nowhere/, null, { token, settings }), token)
    const unverified = await world.issuer.accessToken({ ...member, email_verified: false })
    await expectFinding('?', /e-mail is not verified/, /Email verified: On/, { token: unverified, settings })
    await expectFinding('?', /issuer is not trusted to verify e-mails/, /vouchesForEmail: true/, {
      token,
      settings: (yaml) => settings(yaml).replace(', vouchesForEmail: true', ''),
    })
  })

  test('is not judged without settings', async () => {
    expect(report(await examine(null, await world.issuer.accessToken(), parts))).toMatch(
      /can be judged only by settings/,
    )
  })
})

test('with everything dead each thing is told, and the doctor comes to its end', async () => {
  for (const host of ['sso.example.coop', 'bbb.example.coop']) world.hanging.add(host)
  world.place = { database: 'postgres://foyer@127.0.0.1:1/foyer', dataDir: '' }
  const { text, wrong } = await world.examine()
  expect(text.match(/✗/g)).toHaveLength(3)
  expect(wrong).toBe(true)
})

function expectNothingPersonal(text: string, token: string): void {
  expect(text).not.toMatch(/ada@example\.org|Ada Osei/)
  for (const part of token.split('.')) expect(text).not.toContain(part)
}

/** The database as a Foyer left it that ran once. */
async function openAndClose(statement?: string): Promise<void> {
  const { db, close } = await openStore(world.place)
  if (statement) await sql.raw(statement).execute(db)
  await close()
}

function refusedChecksum(): Response {
  return new Response(
    '<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>',
    { headers: { 'Content-Type': 'text/xml' } },
  )
}
