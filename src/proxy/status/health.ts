import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'

const words = (description: string) => ({
  200: { description, content: { 'text/plain': { schema: z.string() } } },
})
const healthRoute = createRoute({ method: 'get', path: '/healthz', responses: words('The process lives.') })
const readyRoute = createRoute({ method: 'get', path: '/readyz', responses: words('The database answers.') })

/** For machines: alive, and able to serve. No BBB server and no issuer is needed for either. */
export function healthRoutes({ store }: Pick<Parts, 'store'>) {
  const routes = newRoutes()
  routes.openapi(healthRoute, (c) => c.text('ok', 200))
  routes.openapi(readyRoute, async (c) => {
    await sql`select 1`.execute(store).catch((cause) => {
      throw new ProblemError('store_unavailable', { cause, retryAfter: 5 })
    })
    return c.text('ok', 200)
  })
  return routes
}
