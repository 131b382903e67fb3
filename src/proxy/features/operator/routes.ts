import type { Access } from '../../access/access.ts'
import { suspendPerson } from '../../access/people.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Attempts } from '../../platform/limits/attempts.ts'
import { ProblemError } from '../../platform/problem.ts'
import { accessOverview } from './overview.ts'
import { searchDecisions } from './search.ts'

/** Calls for operators: people who were let in, and people who were refused. */
export function operatorRoutes(
  env: Pick<Environment, 'store' | 'settings' | 'now'>,
  { access, attempts }: { access: Pick<Access, 'operator'>; attempts: Pick<Attempts, 'attacks'> },
) {
  return handle({
    'operator.access': async ({ c }) => {
      await access.operator(c.req.raw)
      return await accessOverview({ ...env, attempts })
    },
    'operator.decisions': async ({ c, query }) => {
      await access.operator(c.req.raw)
      const decisions = await searchDecisions(env, query.search)
      return { decisions, asOf: env.now() }
    },
    'operator.person': async ({ c, path, body }) => {
      const operator = await access.operator(c.req.raw)
      const { id } = path
      const { suspended } = body
      // Nobody locks themselves out.
      if (suspended && id === operator.id) {
        throw new ProblemError('fields_invalid', { fields: { suspended: 'invalid' } })
      }
      const known = await suspendPerson(env.store, id, suspended ? operator.name : null, env.now())
      if (!known) throw new ProblemError('person_unknown')
    },
  })
}
