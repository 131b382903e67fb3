import type { Handler } from 'hono'
import { z } from 'zod'
import type { Endpoint } from '../../../contract/endpoints/endpoint.ts'
import { generalProblems } from '../../../contract/endpoints/problems.ts'
import { endpoints } from '../../../contract/endpoints.ts'
import { Problem } from '../../../contract/problem.ts'
import { type ProblemCode, problems } from '../../../contract/problems.ts'
import { packedOnce, takesGzip } from './compress.ts'

/** Answers with the OpenAPI document of all calls, made when it is first asked for. */
export function describe(): Handler {
  let document: ReturnType<typeof packedOnce> | null = null
  return (c) => {
    document ??= packedOnce(JSON.stringify(documentOf(Object.values(endpoints))))
    const { body, headers } = document(takesGzip(c))
    return c.body(body, 200, { ...headers, 'Content-Type': 'application/json' })
  }
}

function documentOf(calls: Endpoint[]) {
  const paths: Record<string, Record<string, object>> = {}
  for (const call of calls)
    paths[call.path] = { ...paths[call.path], [call.method.toLowerCase()]: operation(call) }
  return {
    openapi: '3.1.0',
    info: { title: 'Foyer', version: '1' },
    components: { schemas: { Problem: shape(Problem, 'output') } },
    paths,
  }
}

function operation(call: Endpoint) {
  const parameters = parametersOf(call)
  const content = bodyOf(call)
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content ? { requestBody: { content, required: true } } : {}),
    responses: { ...answerOf(call), ...refusalsOf(call) },
  }
}

function parametersOf({ path, query }: Endpoint) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const { properties = {}, required = [] } = query ? shape(query, 'input') : {}
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  return [...inPath, ...inQuery]
}

function bodyOf({ body, form, file }: Endpoint) {
  if (body) return { 'application/json': { schema: shape(body, 'input') } }
  if (form) return { 'application/x-www-form-urlencoded': { schema: shape(form, 'input') } }
  return file && { [file]: { schema: { type: 'string', format: 'binary' } } }
}

function answerOf({ answer, media, status, description }: Endpoint) {
  if (answer) {
    return {
      [status ?? 200]: { description, content: { 'application/json': { schema: shape(answer, 'output') } } },
    }
  }
  if (media) return { 200: { description, content: { [media]: { schema: { type: 'string' } } } } }
  return { [status ?? 204]: { description } }
}

/** Descriptions of a call's problems, by HTTP status. */
function refusalsOf(call: Endpoint) {
  const codes = new Set<ProblemCode>([...generalProblems(call), ...(call.problems ?? [])])
  const byStatus = Map.groupBy(codes, (code) => problems[code])
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => {
      const schema = {
        allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: named } } }],
      }
      return [status, { description: named.join(', '), content: { 'application/problem+json': { schema } } }]
    }),
  )
}

/** A schema as OpenAPI 3.1 has it: JSON Schema 2020-12. */
function shape(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io })
  return described
}
