import type { ApiDependencies } from './api.ts'
import type { Meeting } from './meetings.ts'
import { failureOf } from './nodes.ts'
import type { Persona } from './persona.ts'

/** The parameters that bbblb adds: its callbacks, and whose meeting it is where. */
const addedByBalancer = 400

export function refuseTooLong({ balancer }: Persona, request: Request, body: string): void {
  if (!balancer?.longestAddressWithBody || body === '') return
  if (request.url.length + addedByBalancer <= balancer.longestAddressWithBody) return
  throw failureOf(balancer, 'URL too long many parameters for request with explicit body')
}

/** A balancer that asks the machine of a meeting, and gets no answer. */
export function refuseFromDeadNode(meeting: Meeting | null, { nodes, persona }: ApiDependencies): void {
  if (meeting && persona.balancer && nodes.isDead(meeting) && !nodes.isForgotten(meeting))
    throw failureOf(persona.balancer)
}
