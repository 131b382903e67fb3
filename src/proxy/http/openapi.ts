import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Handler } from 'hono'

/** The OpenAPI document of all calls, made when it is first asked for. */
export function describe(app: OpenAPIHono): Handler {
  let document: string | null = null
  return (c) => {
    document ??= JSON.stringify(
      app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Foyer', version: '1' } }),
    )
    return c.body(document, 200, { 'Content-Type': 'application/json' })
  }
}
