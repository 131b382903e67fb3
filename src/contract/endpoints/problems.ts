import type { ProblemCode } from '../problems.ts'
import type { Endpoint } from './endpoint.ts'

/* Problems that calls have in common. */

/** Problems of a token. */
export const signedIn = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_too_large',
  'issuer_unknown',
  'issuer_retired',
  'audience_missing',
  'client_not_allowed',
  'subject_missing',
  'clock_skew',
  'session_ended',
  'sign_in_unreachable',
] as const satisfies ProblemCode[]

/** Problems of a call for people who are admitted. */
export const admitted = [...signedIn, 'not_admitted'] as const satisfies ProblemCode[]

/** Problems of a call for operators. */
export const operator = [...admitted, 'not_operator'] as const satisfies ProblemCode[]

/** Problems of a call for the administrators of an organisation. */
export const administrator = [...admitted, 'organisation_unknown'] as const satisfies ProblemCode[]

/** Problems of an address that may lead to no room. */
export const roomFound = ['room_unknown', 'room_closed'] as const satisfies ProblemCode[]

/** Problems of a call for people who have a right in a room. */
export const inRoom = [...admitted, ...roomFound, 'room_right_missing'] as const satisfies ProblemCode[]

/** Problems of a call that makes a room, or gives it to somebody else. */
export const roomLimits = ['room_limit_reached', 'organisation_rooms_full'] as const satisfies ProblemCode[]

/** Problems of a call that gives a room a PIN. */
export const pinLimits = ['pins_used_up', 'daily_limit_reached'] as const satisfies ProblemCode[]

/** Problems of a call that adds to a list with a daily limit. */
export const listLimits = ['list_full', 'daily_limit_reached'] as const satisfies ProblemCode[]

/** Problems of a call that gives a room its address. */
export const addressGiven = ['address_taken', 'address_reserved'] as const satisfies ProblemCode[]

/** Problems of a call that starts a meeting. */
export const starting = [
  'room_archived',
  'no_server',
  'server_unreachable',
  'server_refused',
  'start_timeout',
] as const satisfies ProblemCode[]

/** Problems that any call may answer, by its method and body. */
export function generalProblems({ method, path, query, body, form, file }: Endpoint): ProblemCode[] {
  const codes: ProblemCode[] = ['internal', 'store_unavailable']
  if (method !== 'GET') {
    codes.push('body_invalid', 'body_late', 'body_too_large', 'content_type_unsupported')
    if (path.startsWith('/api/')) codes.push('origin_refused')
  }
  if (query ?? body ?? form ?? file) codes.push('fields_invalid')
  // A path with a NUL in it.
  if (path.includes('{')) codes.push('not_found')
  return codes
}
