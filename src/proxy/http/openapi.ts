import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Handler } from 'hono'
import { problems } from '../../contract/problems.ts'
import { packedOnce, takesGzip } from './compress.ts'
import { refusalsOf } from './refusals.ts'

/** The OpenAPI document of all calls, made when it is first asked for. */
export function describe(app: OpenAPIHono): Handler {
  let document: ReturnType<typeof packedOnce> | null = null
  return (c) => {
    document ??= packedOnce(JSON.stringify(documentOf(app)))
    const { body, headers } = document(takesGzip(c))
    return c.body(body, 200, { ...headers, 'Content-Type': 'application/json' })
  }
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** What the routes describe, and beside it how each of them refuses, so that no route need say it. */
function documentOf(app: OpenAPIHono) {
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Foyer', version: '1' } })
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem } }
  for (const [path, calls] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const call = calls[method]
      if (!call) continue
      for (const [status, codes] of refusalsOf({ method: method.toUpperCase(), path })) {
        call.responses ??= {}
        call.responses[status] = { description: codes.join(', '), content: problemContent(codes) }
      }
    }
  }
  return document
}

function problemContent(codes: string[]) {
  const named = { type: 'object' as const, properties: { code: { enum: codes } } }
  return {
    'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, named] } },
  }
}

/** The body of an error answer (`Problem` of the contract). */
const Problem = {
  type: 'object' as const,
  description: 'What went wrong (RFC 9457), by a code of a closed list.',
  required: ['type', 'title', 'status', 'code', 'ref'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, enum: Object.keys(problems) },
    ref: { type: 'string' as const, pattern: '^[2-9B-Z]{8}$', description: 'Also in the log.' },
    fields: {
      type: 'object' as const,
      description: 'Field name to what is wrong with it.',
      additionalProperties: { type: 'string' as const },
    },
    values: {
      type: 'object' as const,
      description: 'Figures that the sentence needs.',
      additionalProperties: { type: ['string' as const, 'number' as const] },
    },
  },
}
