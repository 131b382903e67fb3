import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { deriveKey } from '../../src/proxy/platform/crypto/keys.ts'
import { paceOf } from '../../src/proxy/platform/environment/environment.ts'
import type { Complaint } from '../../src/proxy/platform/settings/file.ts'
import { readSettings, SettingsError } from '../../src/proxy/platform/settings/settings.ts'
import { findSettings, findStore } from '../../src/proxy/runtime/commands/find-settings.ts'
import { cleanUp, later } from './databases.ts'

const secret = 'a-secret-of-more-than-32-bytes-that-nobody-reads'
const environment = {
  FOYER_SECRET: secret,
  BBB_DE_SECRET: 'the-secret-of-de',
  BBB_CA_SECRET: 'the-secret-of-ca',
}

const everything = `
publicUrl: https://meet.example.coop   # the only source of absolute links
secret: \${FOYER_SECRET}
listen: { host: 127.0.0.1, port: 8080 }
database: postgres://foyer@localhost/foyer
dataDir: ./data
brand: { name: { en: Meet.coop, fr: Meet.coop }, logo: ./logo.svg, colour: "#2B6CB0" }
defaultLanguage: fr-CA
support: { email: soutien@example.coop, url: "https://example.coop/soutien" }
links:
  help: { en: "https://example.coop/help", fr: "https://example.coop/aide" }
  privacy: https://example.coop/privacy
signIn:
  issuers:
    - { id: new, issuer: "https://sso.example.coop/realms/meet", clientId: foyer, audience: foyer-api, state: active, vouchesForEmail: true, label: { en: Co-op, fr: Coop } }
    - { id: old, issuer: "https://old-sso.example.coop/auth/realms/meet", clientId: foyer, audience: foyer-api, state: acceptOnly }
  claims: { groups: groups }
organisations:
  - id: social-coop
    name: { en: social.coop, fr: social.coop, fr-CA: social.coop au Québec }
    members: { groups: [/members/social.coop], emails: [luc@example.coop], subjects: ["new:8f2c:1"] }
    administrators: { groups: [/members/social.coop/admins], issuers: [new] }
    limits: { roomsPerPerson: 5, rooms: 40, participants: 100, minutes: 240, record: false }
    roomDefaults: { language: fr-CA, minutes: 90, welcome: "  Bonjour \u202E " }
    roomForced: { approval: true, layout: smart }
    presets:
      - { id: assembly, name: { en: Assembly, fr: Assemblée }, description: Many people, settings: { mutedOnEntry: true } }
      - { id: training, name: Training, settings: { phone: false } }
    servers: [ca, de]
operators: { groups: [/operators], issuers: [new] }
phone: { pinDigits: 6 }
servers:
  - id: de
    url: https://bbb.de.example.coop/bigbluebutton/
    secret: \${BBB_DE_SECRET}
    checksum: sha512
    name: { en: Germany, fr: Allemagne }
    country: DE
    runBy: Collocall
    state: draining
    recordingHosts: [bbb.de.example.coop, recordings.example.coop]
    dialIn: { hash: false, numbers: [{ number: "+49 30 1234567", country: DE, tollFree: true }] }
  - id: ca
    url: https://bbb.ca.example.coop/bigbluebutton/
    secret: "\${BBB_CA_SECRET}"
    name: Canada
    country: CA
`

const least = `
publicUrl: https://meet.example.coop
secret: ${secret}
signIn:
  issuers:
    - { id: sso, issuer: "https://sso.example.coop/realms/meet", clientId: foyer, audience: foyer-api }
organisations:
  - { id: riverside, name: Riverside, members: { groups: [/members] } }
servers:
  - { id: de, url: "https://bbb.de.example.coop/bigbluebutton/", secret: s3cret, name: Germany, country: DE }
`

/** The complaints about settings in which something was replaced, which must be there. */
function complaintsAbout(
  settings: string,
  change: [from: string, to: string] = ['', ''],
): readonly Complaint[] {
  expect(settings).toContain(change[0])
  try {
    readSettings(settings.replace(...change), environment)
  } catch (error) {
    if (error instanceof SettingsError) return error.complaints
    throw error
  }
  return []
}

describe('settings', () => {
  test('all that can be said is read', () => {
    const settings = readSettings(everything, environment)
    expect(settings).toMatchObject({
      publicUrl: 'https://meet.example.coop',
      secret,
      listen: { host: '127.0.0.1', port: 8080 },
      database: 'postgres://foyer@localhost/foyer',
      brand: { logo: './logo.svg', colour: '#2B6CB0' },
      defaultLanguage: 'fr-CA',
      links: {
        help: { en: 'https://example.coop/help', fr: 'https://example.coop/aide' },
        privacy: { en: 'https://example.coop/privacy', fr: 'https://example.coop/privacy' },
        accessibility: null,
        source: null,
      },
      phone: { pinDigits: 6 },
    })
    const issuers = settings.signIn.issuers.map((issuer) => [
      issuer.id,
      issuer.state,
      issuer.label.fr,
      issuer.vouchesForEmail,
    ])
    expect(issuers).toEqual([
      ['new', 'active', 'Coop', true],
      ['old', 'acceptOnly', 'old', false],
    ])
    expect(settings.organisations).toEqual([
      {
        id: 'social-coop',
        name: { en: 'social.coop', fr: 'social.coop', 'fr-CA': 'social.coop au Québec' },
        members: { groups: ['/members/social.coop'], emails: ['luc@example.coop'], subjects: ['new:8f2c:1'] },
        administrators: { groups: ['/members/social.coop/admins'], issuers: ['new'] },
        limits: { roomsPerPerson: 5, rooms: 40, participants: 100, minutes: 240, record: false },
        roomDefaults: { language: 'fr-CA', minutes: 90, welcome: 'Bonjour' },
        roomForced: { approval: true, layout: 'smart' },
        presets: [
          {
            id: 'assembly',
            name: { en: 'Assembly', fr: 'Assemblée' },
            description: { en: 'Many people', fr: 'Many people' },
            settings: { mutedOnEntry: true },
          },
          {
            id: 'training',
            name: { en: 'Training', fr: 'Training' },
            description: null,
            settings: { phone: false },
          },
        ],
        servers: ['ca', 'de'],
      },
    ])
    expect(settings.servers[0]).toEqual({
      id: 'de',
      url: 'https://bbb.de.example.coop/bigbluebutton/',
      secret: 'the-secret-of-de',
      checksum: 'sha512',
      name: { en: 'Germany', fr: 'Allemagne' },
      country: 'DE',
      runBy: 'Collocall',
      state: 'draining',
      recordingHosts: ['bbb.de.example.coop', 'recordings.example.coop'],
      dialIn: { hash: false, numbers: [{ number: '+49 30 1234567', country: 'DE', tollFree: true }] },
    })
  })

  test('little has to be said', () => {
    const settings = readSettings(least, {})
    expect(settings).toMatchObject({
      listen: { host: '127.0.0.1', port: 3000 },
      database: null,
      dataDir: './data',
      brand: { name: { en: 'Foyer', fr: 'Foyer' }, logo: null },
      defaultLanguage: 'en',
      support: { email: null, url: null },
      links: { help: null, privacy: null, accessibility: null, source: null },
      operators: { groups: [], issuers: [] },
      phone: { pinDigits: 5 },
    })
    expect(settings.signIn.claims).toEqual({ groups: 'groups' })
    expect(settings.organisations[0]).toMatchObject({
      members: { groups: ['/members'], emails: [], subjects: [] },
      administrators: { groups: [], issuers: [] },
      limits: { roomsPerPerson: null, rooms: 500, participants: null, minutes: null, record: true },
      roomDefaults: {},
      roomForced: {},
      presets: [],
      servers: ['de'],
    })
    expect(settings.servers[0]).toMatchObject({
      name: { en: 'Germany', fr: 'Germany' },
      checksum: 'sha256',
      state: 'enabled',
      runBy: null,
      recordingHosts: ['bbb.de.example.coop'],
      dialIn: null,
    })
  })

  test('a key that was left empty is one that was left out', () => {
    expect(readSettings(`${least}\nsupport:\nlinks: { help: }\n`, {}).support).toEqual({
      email: null,
      url: null,
    })
  })

  test('a number may come from the environment, a secret of digits stays text', () => {
    const digits = '12345678901234567890123456789012'
    const settings = `${least.replace(`secret: ${secret}`, `secret: \${DIGITS}`)}\nlisten: { port: "\${PORT}" }\n`
    const read = readSettings(settings, { DIGITS: digits, PORT: '8080' })
    expect([read.secret, read.listen.port]).toEqual([digits, 8080])
  })

  test('an http address is for loopback', () => {
    const at = (url: string) => least.replace('https://meet.example.coop', url)
    expect(readSettings(at('http://localhost:3000/'), {}).publicUrl).toBe('http://localhost:3000')
    expect(readSettings(at('http://127.0.0.1:3000'), {}).publicUrl).toBe('http://127.0.0.1:3000')
    expect(() => readSettings(at('http://localhost.example.org'), {})).toThrow(
      'publicUrl: expected an origin',
    )
  })
})

test('the settings say how fast waiting guests are let in', () => {
  const paced = (yaml: string) => {
    const { letInAtOnce, letInPerSecond } = paceOf(readSettings(everything + yaml, environment))
    return [letInAtOnce, letInPerSecond]
  }
  expect(paced('')).toEqual([20, 20])
  expect(paced('waiting: { atOnce: 50, perSecond: 5 }\n')).toEqual([50, 5])
  expect(() => paced('waiting: { atOnce: 0 }\n')).toThrow(SettingsError)
})

describe('what is wrong with settings', () => {
  test('is said all at once, with key, line and what is expected, in the order of the file', () => {
    const wrong = `
publicUrl: https://meet.example.coop/foyer
secret: too-short-to-be-secret
nonsense: 1
brand: { colour: red, name: { en: Meet } }
phone: { pinDigits: 4 }
signIn:
  issuers:
    - id: sso
      issuer: http://sso.example.coop/realms/meet
      clientId: foyer
    - { id: sso, issuer: "https://sso.example.coop/realms/meet", clientId: foyer, audience: foyer-api, state: open }
organisations:
  - id: riverside
    name: Riverside
    members:
      groups: ["", "*", /fine]
      emails: ["@example.org"]
      subjects: ["8f2c", "else:8f2c"]
    administrators: { groups: [/admins], issuers: [else] }
    servers: [nowhere]
  - { id: riverside, name: Riverside }
operators: { groups: [/operators] }
servers:
  - id: de
    url: ftp://bbb.example.org/
    secret: \${NOT_SET}
    name: Germany
    country: Germany
    dialIn: { numbers: [] }
  - { id: de, url: "https://bbb.example.org/?a=b", secret: "with a space", name: 5, country: DE, checksum: md5 }
`
    expect(complaintsAbout(wrong).map(({ line, key, message }) => `${line} ${key}: ${message}`)).toEqual([
      '2 publicUrl: expected an origin without path, https:// (http:// on loopback only)',
      '3 secret: expected at least 32 bytes',
      '4 nonsense: is not a key that Foyer knows here',
      '5 brand.name.fr: expected a text',
      '5 brand.colour: expected a colour as #rrggbb',
      '6 phone.pinDigits: expected a number of digits, 5 to 9',
      '9 signIn.issuers[0].audience: expected the audience that access tokens for Foyer carry',
      '10 signIn.issuers[0].issuer: expected the issuer as its tokens name it, https:// (http:// on loopback only)',
      '12 signIn.issuers[1].state: expected one of active, acceptOnly, retired',
      '12 signIn.issuers[1].id: is the same as signIn.issuers[0].id',
      '17 organisations[0].members.groups[0]: expected the name of a group, exactly as the issuer sends it; there are no wildcards',
      '17 organisations[0].members.groups[1]: expected the name of a group, exactly as the issuer sends it; there are no wildcards',
      '18 organisations[0].members.emails[0]: expected an e-mail address',
      '19 organisations[0].members.subjects[0]: expected an issuer\'s id, ":" and a subject',
      '19 organisations[0].members.subjects[1]: expected an id from signIn.issuers before the ":"',
      '20 organisations[0].administrators.issuers[0]: expected an id from signIn.issuers',
      '21 organisations[0].servers[0]: expected an id from servers',
      '22 organisations[1].id: is the same as organisations[0].id',
      '23 operators.issuers: expected the ids of the issuers whose groups count here',
      '26 servers[0].url: expected the address of a BigBlueButton server, without "?" and "#"',
      '27 servers[0].secret: names the environment variable NOT_SET, which is not set',
      '29 servers[0].country: expected a country as two capital letters (ISO 3166-1)',
      '30 servers[0].dialIn.numbers: expected at least one number',
      '31 servers[1].url: expected the address of a BigBlueButton server, without "?" and "#"',
      '31 servers[1].secret: expected the secret of the server, without spaces',
      '31 servers[1].checksum: expected one of sha1, sha256, sha384, sha512',
      '31 servers[1].name: expected a text, or { en: …, fr: … }',
      '31 servers[1].id: is the same as servers[0].id',
    ])
  })

  test('of rooms is said at each value: what it can be, and what it contradicts', () => {
    const rooms = `
  - id: atelier
    name: Atelier
    limits: { record: false, participants: 50, minutes: 60 }
    roomDefaults:
      approval: sometimes
      layout: round
      participants: 51
      minutes: 0
      language: de
      mutedOnEntry: false
      phonePastTheDoor: true
      accessCode: "123456789"
    roomForced:
      mutedOnEntry: true
      recordingAllowed: true
      welcome: ${'x'.repeat(1_001)}
      minutes: 1.5
    presets:
      - id: assembly
        name: Assembly
        settings: { recordingStarts: true, mutedOnEntry: false, minutes: 61 }
      - { id: assembly, name: { en: Assembly }, settings: {} }
      - { id: training, name: Training }
servers:`
    const told = complaintsAbout(least, ['\nservers:', rooms]).map(({ line, key, message }) => {
      return `${line} ${key.replace('organisations[1].', '')}: ${message}`
    })
    expect(told).toEqual([
      '13 roomDefaults.approval: expected true or false',
      '14 roomDefaults.layout: expected one of custom, smart, presentation_focus, video_focus',
      '15 roomDefaults.participants: is more than limits.participants',
      '16 roomDefaults.minutes: expected 1 at least',
      '16 roomDefaults.minutes: differs from roomForced, which has the last word',
      '17 roomDefaults.language: expected one of en, fr, fr-CA',
      '18 roomDefaults.mutedOnEntry: differs from roomForced, which has the last word',
      '19 roomDefaults.phonePastTheDoor: is not a key that Foyer knows here',
      '20 roomDefaults.accessCode: is not a key that Foyer knows here',
      '23 roomForced.recordingAllowed: is true, but limits.record is false',
      '24 roomForced.welcome: expected at most 1000 characters',
      '25 roomForced.minutes: expected a whole number',
      '29 presets[0].settings.recordingStarts: is true, but limits.record is false',
      '29 presets[0].settings.minutes: is more than limits.minutes',
      '29 presets[0].settings.mutedOnEntry: differs from roomForced, which has the last word',
      '29 presets[0].settings.minutes: differs from roomForced, which has the last word',
      '30 presets[1].name.fr: expected a text',
      '30 presets[1].id: is the same as the id of presets[0]',
      '31 presets[2].settings: expected keys with values',
    ])
  })

  test('never repeats what was written there: it may be a secret', () => {
    const hidden = 'hunter2-hunter2'
    for (const settings of [
      least.replace(secret, hidden),
      least.replace(`secret: ${secret}`, `secret: [${hidden}, {`),
      least.replace(`secret: ${secret}`, `secret: "${hidden}`),
      `${least}\ndatabase: mysql://foyer:${hidden}@localhost/foyer`,
      `${least}\nlisten: { host: ${hidden}, port: ${hidden} }`,
      hidden,
    ]) {
      const complaints = complaintsAbout(settings)
      expect(complaints).not.toEqual([])
      expect(JSON.stringify(complaints)).not.toContain(hidden)
      expect(new SettingsError(complaints).message).not.toContain(hidden)
    }
  })

  test('a mistake in the YAML itself is said once, a repeated key too', () => {
    expect(complaintsAbout(`${least}\nsecret: twice\nlinks: [a\nphone: b\n`)).toEqual([
      { key: '', line: 12, message: 'repeats a key of the same mapping' },
      { key: '', line: 14, message: expect.stringMatching(/^cannot be read as YAML \([A-Z_]+\)$/) },
    ])
  })

  test('a variable within braces needs its quotes, and is told so', () => {
    expect(complaintsAbout(least, ['secret: s3cret', `secret: \${BBB_DE_SECRET}`])).toEqual([
      { key: '', line: 10, message: expect.stringContaining(`"\${NAME}" needs its quotes`) },
    ])
  })

  test('an empty variable is one that is not set', () => {
    const settings = least.replace(secret, `\${EMPTY}`)
    expect(() => readSettings(settings, { EMPTY: '' })).toThrow(
      'line 3: secret: names the environment variable EMPTY, which is not set',
    )
  })

  test('an empty file lacks what must be said', () => {
    expect(complaintsAbout('').map(({ key }) => key)).toEqual([
      'publicUrl',
      'secret',
      'signIn',
      'organisations',
      'servers',
    ])
  })
})

describe('the settings file', () => {
  afterEach(cleanUp)

  test('is foyer.yaml where the process was started, or the one that FOYER_CONFIG names', async () => {
    const at = await folder()
    await writeFile(join(at, 'foyer.yaml'), least)
    await writeFile(join(at, 'other.yaml'), least.replace('meet.example.coop', 'other.example.coop'))
    expect((await findSettings({}, at))?.publicUrl).toBe('https://meet.example.coop')
    const named = { FOYER_CONFIG: join(at, 'other.yaml') }
    expect((await findSettings(named, '/'))?.publicUrl).toBe('https://other.example.coop')
  })

  test('names its folder and its logo relative to itself', async () => {
    const at = await folder()
    await writeFile(join(at, 'foyer.yaml'), `${least}\nbrand: { logo: ./logo.svg }\ndataDir: store\n`)
    const settings = await findSettings({ FOYER_CONFIG: join(at, 'foyer.yaml') }, '/')
    expect([settings?.brand.logo, settings?.dataDir]).toEqual([join(at, 'logo.svg'), join(at, 'store')])
  })

  test('may be absent, which is the demo', async () => {
    const at = await folder()
    expect(await findSettings({}, at)).toBeNull()
    expect(await findStore({}, at)).toEqual({ database: null, dataDir: join(at, 'data/demo') })
  })

  test('is never the demo where FOYER_CONFIG names one that is missing', async () => {
    const missing = { FOYER_CONFIG: '/nowhere/foyer.yaml' }
    await expect(findSettings(missing, await folder())).rejects.toThrow(
      'FOYER_CONFIG names /nowhere/foyer.yaml, which does not exist.',
    )
    await expect(findStore(missing, await folder())).rejects.toThrow('does not exist')
  })

  test('is named before its complaints', async () => {
    const at = await folder()
    await writeFile(join(at, 'foyer.yaml'), 'publicUrl: no')
    await expect(findSettings({}, at)).rejects.toThrow(
      `${at}/foyer.yaml cannot be used:\nline 1: publicUrl: expected`,
    )
  })
})

async function folder(): Promise<string> {
  const at = await mkdtemp(join(tmpdir(), 'foyer-settings-'))
  later(() => rm(at, { recursive: true, force: true }))
  return at
}

describe('keys', () => {
  test('each purpose has its own, always the same, of 32 bytes', () => {
    const key = deriveKey(secret, 'tickets')
    expect(key).toHaveLength(32)
    expect(deriveKey(secret, 'tickets')).toEqual(key)
    expect(deriveKey(secret, 'devices')).not.toEqual(key)
    expect(deriveKey(`${secret}!`, 'tickets')).not.toEqual(key)
  })
})
