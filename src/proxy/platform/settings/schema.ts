import { z } from 'zod'
import { IssuerState } from '../../../contract/config.ts'
import { Language, LocalText } from '../../../contract/languages.ts'
import { presentationLimits, roomLimits } from '../limits.ts'
import { isPostgresUrl } from '../store/postgres.ts'
import { isNetwork } from './networks.ts'
import { RoomOptions } from './room-options.ts'

/*
 * The messages say what is expected. Collections that are left out are empty and single values null, unless a
 * default is given here.
 */

const text = (what: string) => z.string(what).min(1, what)
const flag = z.boolean('true or false')

/** Also as the digits of an environment variable. */
const whole = (what: string, from: number, to: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
    z.int(what).min(from, what).max(to, what),
  )

const idText = 'an id of small letters, digits and hyphens'
const Id = z.string(idText).regex(/^[a-z0-9][a-z0-9-]{0,63}$/, idText)

function webAddress(value: string): URL | null {
  const url = URL.parse(value)
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|(.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url)
}

const linkText = 'a web address'
const Link = z.string(linkText).refine((value) => webAddress(value) !== null, linkText)

/** One for both languages, or one for each. */
function perLanguage<Schema extends z.ZodType<LocalText>>(schema: Schema, what: string) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? { en: value, fr: value } : value),
    z.custom((value) => typeof value === 'object', what).pipe(schema),
  )
}

const localText = perLanguage(LocalText, 'a text, or { en: …, fr: … }')
const localLink = perLanguage(
  z.strictObject({ en: Link, fr: Link, 'fr-CA': Link.optional() }),
  'a web address, or { en: …, fr: … }',
)

const originText = 'an origin without path, https:// (http:// on loopback only)'
const Origin = z.string(originText).transform((value, context) => {
  const url = webAddress(value)
  if (url && isSafe(url) && url.href === `${url.origin}/`) return url.origin
  context.issues.push({ code: 'custom', input: null, message: originText })
  return z.NEVER
})

const issuerText = 'the issuer as its tokens name it, https:// (http:// on loopback only)'
const bbbText = 'the address of a BigBlueButton server, without "?" and "#"'
const isWithoutQuery = (url: URL | null) => url !== null && url.search === '' && url.hash === ''

const storeText = 'the address of a store that speaks S3, without "?" and "#"'
const secretText = 'at least 32 bytes'
const databaseText = 'postgres://…, or nothing for the embedded database'
const groupText = 'the name of a group, exactly as the issuer sends it; there are no wildcards'
const Group = z.string(groupText).refine((value) => !/^[\s*/]*$/.test(value), groupText)

const emailText = 'an e-mail address'
const Email = z.string(emailText).regex(/^[^\s\p{C}@*]+@[^\s\p{C}@*]+$/u, emailText)

const subjectText = 'an issuer\'s id, ":" and a subject'
const Subject = z.string(subjectText).regex(/^[a-z0-9-]+:.+$/, subjectText)

const countryText = 'a country as two capital letters (ISO 3166-1)'
const Country = z.string(countryText).regex(/^[A-Z]{2}$/, countryText)

/** A rule that gives power counts the groups of the issuers that it names. */
const Power = z.strictObject({ groups: z.array(Group).default([]), issuers: z.array(Id).default([]) })

const Issuer = z
  .strictObject({
    id: Id,
    issuer: z.string(issuerText).refine((value) => {
      const url = webAddress(value)
      return url !== null && isSafe(url) && isWithoutQuery(url)
    }, issuerText),
    clientId: text('the id of the browser client at the issuer'),
    audience: text('the audience that access tokens for Foyer carry'),
    state: IssuerState.default('active'),
    /** Whether its `email_verified` is believed: what is offered to an e-mail goes to whoever it says has it. */
    vouchesForEmail: flag.default(false),
    label: localText.optional(),
  })
  .transform((issuer) => ({ ...issuer, label: issuer.label ?? { en: issuer.id, fr: issuer.id } }))

const Preset = z.strictObject({
  id: Id,
  name: localText,
  description: localText.nullable().default(null),
  settings: RoomOptions,
})

const Organisation = z.strictObject({
  id: Id,
  name: localText,
  members: z
    .strictObject({
      groups: z.array(Group).default([]),
      emails: z.array(Email).default([]),
      subjects: z.array(Subject).default([]),
    })
    .prefault({}),
  administrators: Power.prefault({}),
  limits: z
    .strictObject({
      roomsPerPerson: whole('a number of rooms, 0 to 10000', 0, 10_000).nullable().default(null),
      rooms: whole('a number of rooms, 0 to 10000', 0, 10_000).default(roomLimits.perOrganisation),
      participants: whole('a number of people, 1 to 10000', 1, 10_000).nullable().default(null),
      minutes: whole('a number of minutes, 1 to 1440', 1, 1_440).nullable().default(null),
      record: flag.default(true),
    })
    .prefault({}),
  /** Settings of new rooms. */
  roomDefaults: RoomOptions.prefault({}),
  /** Settings that count in every room, whatever its hosts set. */
  roomForced: RoomOptions.prefault({}),
  presets: z.array(Preset).default([]),
  /** Preferred first; left out: all servers, in their order. */
  servers: z.array(Id).optional(),
})

const PhoneNumber = z.strictObject({
  number: z.string('a phone number').regex(/^\+?[\d\s().-]{3,30}$/, 'a phone number, +49 30 1234567'),
  country: Country,
  tollFree: flag.default(false),
})

const Server = z
  .strictObject({
    id: Id,
    url: z.string(bbbText).refine((value) => isWithoutQuery(webAddress(value)), bbbText),
    secret: z.string('the secret of the server').regex(/^\S+$/, 'the secret of the server, without spaces'),
    checksum: z.enum(['sha1', 'sha256', 'sha384', 'sha512']).default('sha256'),
    name: localText,
    country: Country,
    runBy: text('the name of who runs it').nullable().default(null),
    state: z.enum(['enabled', 'draining', 'disabled']).default('enabled'),
    recordingHosts: z.array(text('a host name')).optional(),
    dialIn: z
      .strictObject({ hash: flag.default(true), numbers: z.array(PhoneNumber).min(1, 'at least one number') })
      .nullable()
      .default(null),
  })
  .transform((server) => ({
    ...server,
    recordingHosts: server.recordingHosts ?? [new URL(server.url).hostname],
  }))

const proxyText = 'an address or a network, 127.0.0.1 or 10.0.0.0/8'
const TrustedProxy = z.string(proxyText).refine(isNetwork, proxyText)

const colourText = 'a colour as #rrggbb'

/** The shape of `foyer.yaml`. */
export const SettingsSchema = z
  .strictObject({
    publicUrl: Origin,
    secret: z.string(secretText).refine((value) => Buffer.byteLength(value) >= 32, secretText),
    listen: z
      .strictObject({
        host: text('an address to listen on').default('127.0.0.1'),
        port: whole('a port, 0 to 65535', 0, 65_535).default(3000),
      })
      .prefault({}),
    /** Reverse proxies whose `X-Forwarded-For` is believed. */
    trustedProxies: z.array(TrustedProxy).default(['127.0.0.0/8', '::1']),
    /** null: the embedded database, in `dataDir`. */
    database: z.string(databaseText).refine(isPostgresUrl, databaseText).nullable().default(null),
    dataDir: text('a folder').default('./data'),
    brand: z
      .strictObject({
        name: localText.default({ en: 'Foyer', fr: 'Foyer' }),
        logo: text('the path of a picture').nullable().default(null),
        colour: z
          .string(colourText)
          .regex(/^#[0-9a-f]{6}$/i, colourText)
          .default('#2b6cb0'),
      })
      .prefault({}),
    defaultLanguage: Language.default('en'),
    support: z
      .strictObject({ email: Email.nullable().default(null), url: Link.nullable().default(null) })
      .prefault({}),
    links: z
      .strictObject({
        help: localLink.nullable().default(null),
        privacy: localLink.nullable().default(null),
        accessibility: localLink.nullable().default(null),
        source: localLink.nullable().default(null),
      })
      .prefault({}),
    signIn: z.strictObject({
      issuers: z.array(Issuer).min(1, 'at least one issuer'),
      claims: z
        .strictObject({
          groups: text('the name of a claim, or a path with dots').default('groups'),
        })
        .prefault({}),
    }),
    organisations: z.array(Organisation).min(1, 'at least one organisation'),
    operators: Power.prefault({}),
    /** How fast waiting guests are let in when a meeting opens. */
    waiting: z
      .strictObject({
        atOnce: whole('a number of guests, 1 to 1000', 1, 1_000).default(20),
        perSecond: whole('a number of guests, 1 to 1000', 1, 1_000).default(20),
      })
      .prefault({}),
    phone: z.strictObject({ pinDigits: whole('a number of digits, 5 to 9', 5, 9).default(5) }).prefault({}),
    presentations: z
      .strictObject({
        maxMegabytes: whole('a number of megabytes, 1 to 1000', 1, 1_000).default(
          presentationLimits.megabytes,
        ),
        perRoom: whole('a number of files, 0 to 100', 0, 100).default(presentationLimits.perRoom),
        /** null: in `dataDir`. */
        s3: z
          .strictObject({
            endpoint: z.string(storeText).refine((value) => isWithoutQuery(webAddress(value)), storeText),
            region: text('the region of the store').default('us-east-1'),
            bucket: text('the name of a bucket'),
            accessKeyId: text('the id of a key'),
            secretAccessKey: text('the secret of that key'),
          })
          .nullable()
          .default(null),
      })
      .prefault({}),
    servers: z.array(Server).min(1, 'at least one server'),
  })
  .transform((settings) => ({
    ...settings,
    organisations: settings.organisations.map((organisation) => ({
      ...organisation,
      servers: organisation.servers ?? settings.servers.map(({ id }) => id),
    })),
  }))
