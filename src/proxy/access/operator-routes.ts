import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { AccessOverview, LoggedDecisions, PersonChange } from '../../contract/operator.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { Tries } from '../tries/tries.ts'
import type { Access } from './access.ts'
import { accessOverview } from './overview.ts'
import { suspendPerson } from './people.ts'
import { searchDecisions } from './search.ts'

const overviewRoute = createRoute({
  method: 'get',
  path: '/api/operator/access',
  responses: { 200: json(AccessOverview, 'Decisions, groups and rules of the last 30 days.') },
})
const decisionsRoute = createRoute({
  method: 'get',
  path: '/api/operator/decisions',
  request: { query: z.object({ search: z.string().max(300).default('') }) },
  responses: { 200: json(LoggedDecisions, 'By reference, name or e-mail; without: the latest refusals.') },
})
const personRoute = createRoute({
  method: 'patch',
  path: '/api/operator/people/{id}',
  request: { params: z.object({ id: z.string() }), body: json(PersonChange, 'What changes.') },
  responses: { 204: { description: 'Done; it counts from their next request on.' } },
})

/** What operators see of who came in, and who did not. */
export function operatorRoutes(
  parts: Pick<Parts, 'store' | 'settings' | 'now'>,
  { access, tries }: { access: Pick<Access, 'operator'>; tries: Pick<Tries, 'attacks'> },
): OpenAPIHono {
  return newRoutes()
    .openapi(overviewRoute, async (c) => {
      await access.operator(c.req.raw)
      return c.json(await accessOverview({ ...parts, tries }), 200)
    })
    .openapi(decisionsRoute, async (c) => {
      await access.operator(c.req.raw)
      const decisions = await searchDecisions(parts, c.req.valid('query').search)
      return c.json({ decisions, asOf: parts.now() }, 200)
    })
    .openapi(personRoute, async (c) => {
      const operator = await access.operator(c.req.raw)
      const { id } = c.req.valid('param')
      const { suspended } = c.req.valid('json')
      // Nobody locks themselves out.
      if (suspended && id === operator.id) {
        throw new ProblemError('fields_invalid', { fields: { suspended: 'invalid' } })
      }
      const known = await suspendPerson(parts.store, id, suspended ? operator.name : null, parts.now())
      if (!known) throw new ProblemError('person_unknown')
      return c.body(null, 204)
    })
}
