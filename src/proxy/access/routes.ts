import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { Me } from '../../contract/me.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Access } from './access.ts'

const me = createRoute({
  method: 'get',
  path: '/api/me',
  responses: { 200: json(Me, 'The signed-in person, and why they are admitted or not') },
})

export function accessRoutes(access: Pick<Access, 'me'>): OpenAPIHono {
  return newRoutes().openapi(me, async (c) => c.json(await access.me(c.req.raw), 200))
}
