import { sql } from 'kysely'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import { ProblemError } from '../../platform/problem.ts'

/** For machines: alive, and able to serve. No BBB server and no issuer is needed for either. */
export function healthRoutes({ store }: Pick<Environment, 'store'>) {
  return handle({
    'health.alive': ({ c }) => c.text('ok'),
    'health.ready': async ({ c }) => {
      await sql`select 1`.execute(store).catch((cause) => {
        throw new ProblemError('store_unavailable', { cause, retryAfter: 5 })
      })
      return c.text('ok')
    },
  })
}
