import type { Access } from '../../access/access.ts'
import { suspendPerson } from '../../access/people.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Tries } from '../../platform/limits/attempts.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import { ProblemError } from '../../platform/problem.ts'
import { accessOverview } from './overview.ts'
import { searchDecisions } from './search.ts'

/** Calls for operators: people who were let in, and people who were refused. */
export function operatorRoutes(
  parts: Pick<Parts, 'store' | 'settings' | 'now'>,
  { access, tries }: { access: Pick<Access, 'operator'>; tries: Pick<Tries, 'attacks'> },
) {
  return handle({
    'operator.access': async ({ c }) => {
      await access.operator(c.req.raw)
      return await accessOverview({ ...parts, tries })
    },
    'operator.decisions': async ({ c, query }) => {
      await access.operator(c.req.raw)
      const decisions = await searchDecisions(parts, query.search)
      return { decisions, asOf: parts.now() }
    },
    'operator.person': async ({ c, path, body }) => {
      const operator = await access.operator(c.req.raw)
      const { id } = path
      const { suspended } = body
      // Nobody locks themselves out.
      if (suspended && id === operator.id) {
        throw new ProblemError('fields_invalid', { fields: { suspended: 'invalid' } })
      }
      const known = await suspendPerson(parts.store, id, suspended ? operator.name : null, parts.now())
      if (!known) throw new ProblemError('person_unknown')
    },
  })
}
