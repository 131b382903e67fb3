import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import type { AnswerTo, Endpoint, PathOf } from '../../../contract/endpoints/endpoint.ts'
import { type EndpointName, type Endpoints, endpoints } from '../../../contract/endpoints.ts'
import { ProblemError } from '../problem.ts'
import { fieldsOf } from './answers.ts'
import { readForm, readJson, requireNothing } from './body.ts'
import { LastingAnswer, packedJson } from './compress.ts'

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : never

/** Input of a call, checked by its schemas; `body` is JSON or the fields of a form. */
interface Request<E extends Endpoint> {
  c: Context
  path: PathOf<E>
  query: E extends { query: infer Schema } ? Output<Schema> : undefined
  body: E extends { body: infer Schema } | { form: infer Schema } ? Output<Schema> : undefined
}

type Answer<E extends Endpoint> = E extends { media: string }
  ? Response
  : E extends { answer: z.ZodType }
    ? AnswerTo<E> | LastingAnswer<AnswerTo<E>>
    : undefined

type Handler<E extends Endpoint> = (request: Request<E>) => Promise<Answer<E>> | Answer<E>

/** Handlers of these calls, by name. */
export type Handlers<Name extends EndpointName> = { [N in Name]: Handler<Endpoints[N]> }

/** The handlers of some calls, with the types that the table of endpoints gives them. */
export function handle<Name extends EndpointName>(handlers: Handlers<Name>): Handlers<Name> {
  return handlers
}

/** A handler of some call, whose schemas have judged what it is given. */
type AnyHandler = {
  handle(request: { c: Context; path: object; query: unknown; body: unknown }): unknown
}['handle']

/** The routes of all calls. A body that a call describes is demanded, and none is taken where none is described. */
export function routesOf(handlers: Handlers<EndpointName>): Hono {
  const routes = new Hono()
  const all: [string, AnyHandler][] = Object.entries(handlers)
  const table = new Map<string, Endpoint>(Object.entries(endpoints))
  for (const [name, handler] of all) {
    const endpoint = table.get(name)
    if (endpoint) register(routes, endpoint, handler)
  }
  return routes
}

function register(routes: Hono, endpoint: Endpoint, handler: AnyHandler): void {
  const { method, path, query, body, form } = endpoint
  const readBody = bodyReader(endpoint)
  const bodySchema = body ?? form
  const status = endpoint.status ?? 200
  routes.on(method, path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
    const sent = await readBody(c)
    const answer = await handler({
      c,
      path: c.req.param(),
      query: query && judged(query, queryOf(c)),
      body: bodySchema && judged(bodySchema, sent),
    })
    if (answer instanceof Response) return answer
    if (answer instanceof LastingAnswer) return answer.respond(c)
    if (endpoint.answer) return packedJson(c, answer, status)
    return c.body(null, endpoint.status ?? 204)
  })
}

/** @returns reads the body that a call describes; of a file its label alone: the handler reads it while it arrives */
function bodyReader({ method, body, form, file }: Endpoint): (c: Context) => unknown {
  if (body) return readJson
  if (form) return async (c) => Object.fromEntries(await readForm(c))
  if (file) return (c) => requireLabel(c, file)
  return method === 'GET' ? () => undefined : requireNothing
}

/** @throws ProblemError content_type_unsupported where the body is labelled as something else */
function requireLabel(c: Context, type: string): void {
  if (c.req.header('Content-Type') !== type) throw new ProblemError('content_type_unsupported')
}

/** Once where it is named once, else a list. */
function queryOf(c: Context): Record<string, string | string[]> {
  const named = Object.entries(c.req.queries())
  return Object.fromEntries(
    named.map(([name, [value = '', ...more]]) => [name, more.length ? [value, ...more] : value]),
  )
}

/** @throws ProblemError fields_invalid */
function judged(schema: z.ZodType, value: unknown): unknown {
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw new ProblemError('fields_invalid', { fields: fieldsOf(error.issues) })
  return data
}
