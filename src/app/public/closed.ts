import type { RoomClosed } from '../../contract/join.ts'
import type { ClientProblem } from '../client.ts'

/** The closed room that a refusal speaks of; null: none. */
export function closedBy({ code }: Pick<ClientProblem, 'code'>): RoomClosed | null {
  if (code === 'room_archived') return { kind: 'archived', since: null }
  return code === 'room_closed' || code === 'room_unknown' ? { kind: 'deleted', since: null } : null
}
