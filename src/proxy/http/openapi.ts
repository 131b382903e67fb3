import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Handler } from 'hono'
import { packedOnce, takesGzip } from './compress.ts'

/** The OpenAPI document of all calls, made when it is first asked for. */
export function describe(app: OpenAPIHono): Handler {
  let document: ReturnType<typeof packedOnce> | null = null
  return (c) => {
    document ??= packedOnce(
      JSON.stringify(app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Foyer', version: '1' } })),
    )
    const { body, headers } = document(takesGzip(c))
    return c.body(body, 200, { ...headers, 'Content-Type': 'application/json' })
  }
}
