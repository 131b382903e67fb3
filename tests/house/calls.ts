import { sql } from 'kysely'
import { z } from 'zod'
import { adaMeets, adasRoom } from '../proxy/faults-world.ts'
import { ada, sam, type TestPerson, type World } from '../world.ts'

/*
 * Every call as its OpenAPI document describes it, with addresses of things that are there: a test that goes over
 * them has each new call in it by itself.
 */

const Schema = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() })

const Operation = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
    .optional(),
  requestBody: z
    .object({
      required: z.boolean().optional(),
      content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })),
    })
    .optional(),
  responses: z.record(z.string(), z.unknown()),
})
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

export interface Call {
  method: string
  /** With `{room}`, as OpenAPI writes it. */
  template: string
  /** Of something that is there. */
  path: string
  /** Somebody who may. */
  as: TestPerson
  /** The media type of the body; null: it takes none. */
  type: string | null
  /** A name that the body's schema knows. */
  field: string
  required: boolean
  statuses: string[]
}

/** @param w where `everything` was made */
export async function callsOf(w: World, ids: Ids): Promise<Call[]> {
  const { paths } = Document.parse(await (await w.ask('/api/openapi.json')).json())
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody, responses }]) => {
      const [type = null] = Object.keys(requestBody?.content ?? {})
      const query = parameters.filter((one) => one.in === 'query' && one.required)
      return {
        method: method.toUpperCase(),
        template,
        path: filled(template, ids) + queryOf(query.map(({ name }) => [name, ids[name] ?? 'x'])),
        as: /^\/api\/(operator|organisations)\//.test(template) ? sam : ada,
        type,
        field: type === null ? '' : (fieldsIn(requestBody?.content[type]?.schema)[0] ?? ''),
        required: requestBody?.required ?? false,
        statuses: Object.keys(responses),
      }
    }),
  )
}

const Refusal = z.object({
  content: z.object({
    'application/problem+json': z.object({
      schema: z.object({
        allOf: z.tuple([
          z.unknown(),
          z.object({ properties: z.object({ code: z.object({ enum: z.array(z.string()) }) }) }),
        ]),
      }),
    }),
  }),
})

/**
 * The codes that the document names for a request, by status.
 * @param path as it was asked
 * @returns null: the path is none of the document's
 */
export async function problemsNamed(
  ask: World['ask'],
  { method, path }: { method: string; path: string },
): Promise<[string, string[]][] | null> {
  const { paths } = Document.parse(await (await ask('/api/openapi.json')).json())
  const [asked = ''] = path.split('?')
  const matching = Object.keys(paths).filter((template) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  )
  const [template] = matching.sort((one, other) => one.split('{').length - other.split('{').length)
  const operation = paths[template ?? '']?.[method.toLowerCase()]
  if (!operation) return null
  return Object.entries(operation.responses)
    .filter(([status]) => Number(status) >= 400)
    .map(([status, response]) => {
      const { schema } = Refusal.parse(response).content['application/problem+json']
      return [status, schema.allOf[1].properties.code.enum]
    })
}

function filled(template: string, ids: Ids): string {
  const id = template.includes('/recordings/')
    ? ids.recording
    : template.includes('/operator/')
      ? ids.person
      : null
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === 'id' ? (id ?? ids.organisation) : ids[name]
    if (value === undefined) throw new Error(`nothing is known of {${name}} in ${template}`)
    return value
  })
}

function queryOf(pairs: [string, string][]): string {
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

/** Also those of each kind of a union. */
function fieldsIn(schema: unknown): string[] {
  const known = Schema.safeParse(schema)
  if (!known.success) return []
  const kinds = ['anyOf', 'oneOf', 'allOf'].flatMap(
    (key) => z.array(z.unknown()).safeParse(known.data[key]).data ?? [],
  )
  return [...Object.keys(known.data.properties ?? {}), ...kinds.flatMap(fieldsIn)]
}

/** By the name that a path or a query has for it. */
export type Ids = Record<string, string> & { recording: string; person: string; organisation: string }

/** Ada's room with one of everything, a meeting that runs in it, and Sam's organisation with a listed member. */
export async function everything(w: World): Promise<Ids> {
  await adasRoom(w, { recordingAllowed: true })
  const post = async (path: string, json: object, as = ada) => {
    const answer = await w.ask(path, { method: 'POST', as, json })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return await answer.json()
  }
  const schedule = await post('/api/rooms/assembly/schedules', weekly)
  const { link } = await post('/api/rooms/assembly/hostLinks', { label: 'Camille', days: null })
  const hosts = await post('/api/rooms/assembly/hosts', { email: 'robin@harbour.example' })
  const { member } = await post('/api/organisations/riverside/members', { email: 'robin@x.example' }, sam)
  const uploaded = await w.ask('/api/rooms/assembly/presentations?name=agenda.pdf', {
    method: 'POST',
    as: ada,
    body: '%PDF-1.7',
    headers: { 'Content-Type': 'application/octet-stream' },
  })
  const presentation = await uploaded.json()
  const { ticket } = await post('/api/join/assembly', { name: 'Zoé', consent: true })
  const feed = await post('/api/rooms/assembly/schedules/feed', {})
  await adaMeets(w)
  const room = await w.store.selectFrom('rooms').select(['id', 'ownerId']).executeTakeFirstOrThrow()
  await w.store.insertInto('recordings').values(recordingIn(room.id, room.ownerId)).execute()
  const created = w.de.received.find(({ call }) => call === 'create')
  const ended = new URL(created?.query.get('meta_endCallbackUrl') ?? '')
  const [, , , server = '', , meeting = ''] = ended.pathname.split('/')
  return {
    room: 'assembly',
    recording: 'adas-recording',
    person: room.ownerId,
    organisation: 'riverside',
    schedule: schedule.id,
    date: '2090-01-10',
    link: link.id,
    offer: hosts.offer.id,
    member: member.id,
    presentation: presentation.id,
    ticket,
    issuer: 'sso',
    server,
    meeting,
    mark: ended.searchParams.get('mark') ?? '',
    token: 'none',
    file: 'presentation.pdf',
    feed: new URL(feed.feed).pathname,
    name: 'agenda.pdf',
    language: 'en',
  }
}

const weekly = {
  title: '',
  message: '',
  start: '2090-01-03T14:00',
  timeZone: 'America/Toronto',
  minutes: 60,
  repeat: 'weekly',
  ends: { kind: 'never' },
}

function recordingIn(roomId: string, ownerId: string) {
  return {
    id: 'adas-recording',
    roomId,
    ownerId,
    meetingId: 'foyer-before',
    server: 'de',
    recordId: 'r-1',
    name: 'Assembly',
    state: 'ready',
    audience: 'link',
    startedAt: 1,
    endedAt: 2,
    minutes: 5,
    formats: JSON.stringify([
      { type: 'presentation', url: 'https://de.example.coop/playback/x', minutes: 5 },
    ]),
    absent: 0,
    checkedAt: Date.now(),
    lastSeenAt: Date.now(),
  } as const
}

/** Every table's rows but those that only say when somebody was last seen. */
export async function rowsIn(w: World): Promise<Record<string, unknown[]>> {
  const tables = await w.store.introspection.getTables()
  const rows: Record<string, unknown[]> = {}
  for (const { name } of tables) {
    const { rows: found } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(
      w.store,
    )
    rows[name] = found.map((row) => JSON.stringify(row)).sort()
  }
  return rows
}
