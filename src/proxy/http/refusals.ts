import { type ProblemCode, problems } from '../../contract/problems.ts'

/** A call as OpenAPI describes it. */
export interface DescribedCall {
  /** In capitals. */
  method: string
  /** With `{room}`. */
  path: string
}

type Where = (call: DescribedCall) => boolean

/** @param pattern of `METHOD /path` */
function at(pattern: RegExp): Where {
  return ({ method, path }) => pattern.test(`${method} ${path}`)
}

const any = at(/^/)
const isApi = at(/ \/api\//)
const changes = at(/^(?:POST|PUT|PATCH|DELETE) /)
const takes = at(/^(?:POST|PUT|PATCH|DELETE) |\{| \/api\/operator\/decisions$/)
const signedIn = at(/ \/api\/(?!config$|status$|join\/)/)
const inRoom = at(/\{room\}/)
const makesRoom = at(
  /^POST \/api\/(?:rooms|rooms\/\{room\}\/(?:duplicate|restore|transfer)|offers|offers\/\{offer\})$/,
)
const starts = at(/^POST \/api\/(?:rooms|join)\/\{room\}(?:\/start|\/end)?$/)
const organisations = at(/ \/api\/organisations\//)
const guesses = at(/^POST \/api\/(?:join\/\{room\}(?:\/pass)?|organisations\/\{id\}\/accept)$/)
const offers = at(/^POST \/api\/(?:offers|organisations\/\{id\}\/accept)|\{offer\}/)
const files = at(/\/presentations/)

/** Where each problem may come from. One that is not named here may come from every call of the API. */
const places: Partial<Record<ProblemCode, Where>> = {
  body_invalid: changes,
  fields_invalid: takes,
  origin_refused: at(/^(?:POST|PUT|PATCH|DELETE) \/api\//),
  not_found: at(/\{/),
  // A call is described by its method: what others answer is no part of it.
  method_not_allowed: () => false,
  body_late: changes,
  body_too_large: changes,
  content_type_unsupported: changes,
  internal: any,
  store_unavailable: any,
  token_missing: signedIn,
  token_invalid: signedIn,
  token_expired: signedIn,
  token_too_large: signedIn,
  issuer_unknown: signedIn,
  issuer_retired: signedIn,
  audience_missing: signedIn,
  client_not_allowed: signedIn,
  subject_missing: signedIn,
  clock_skew: signedIn,
  session_ended: signedIn,
  sign_in_unreachable: at(/ \/api\/(?!config$|status$|join\/)| \/hooks\/issuers\//),
  not_admitted: at(/ \/api\/(?:rooms|recordings|offers|operator|organisations\/\{id\}(?!\/accept))/),
  logout_token_invalid: at(/ \/hooks\/issuers\//),
  not_operator: at(/ \/api\/operator\//),
  person_unknown: at(/\{person\}| \/api\/operator\/people\//),
  organisation_unknown: organisations,
  member_unknown: at(/\{member\}/),
  member_listed: at(/^POST \/api\/organisations\/\{id\}\/members$/),
  invitation_invalid: offers,
  invitation_taken: offers,
  room_unknown: at(/\{(?:room|offer)\}| \/api\/offers/),
  room_closed: at(/\{(?:room|offer)\}| \/api\/offers/),
  room_right_missing: inRoom,
  room_archived: inRoom,
  transfer_outside: makesRoom,
  room_limit_reached: makesRoom,
  address_taken: at(/^(?:POST \/api\/rooms(?:\/\{room\}\/duplicate)?|PATCH \/api\/rooms\/\{room\})$/),
  address_reserved: at(/^(?:POST \/api\/rooms(?:\/\{room\}\/duplicate)?|PATCH \/api\/rooms\/\{room\})$/),
  meeting_running: at(/ \/api\/rooms\/\{room\}(?:\/pin)?$/),
  presentation_unknown: files,
  presentations_full: files,
  file_refused: files,
  no_meeting: files,
  presentation_not_taken: files,
  plan_unknown: at(/\/plans\//),
  no_server: starts,
  server_unreachable: starts,
  server_refused: starts,
  start_timeout: starts,
  ticket_invalid: at(/ \/api\/join\//),
  too_many_tries: guesses,
  members_only: at(/ \/api\/join\//),
  host_link_invalid: at(/^POST \/api\/join\//),
  host_link_unknown: at(/\{link\}/),
  no_meeting_lately: at(/^POST \/api\/join\/\{room\}\/feedback$/),
  recording_unknown: at(/ \/api\/recordings\//),
  recording_not_playable: at(/ \/api\/recordings\//),
  hook_invalid: at(/ \/hooks\//),
}

/** The problems that a call may answer with, by their HTTP status. */
export function refusalsOf(call: DescribedCall): Map<number, ProblemCode[]> {
  const codes = codesOfAll.filter((code) => (places[code] ?? isApi)(call))
  return Map.groupBy(codes, (code) => problems[code])
}

const isCode = (code: string): code is ProblemCode => code in problems
const codesOfAll = Object.keys(problems).filter(isCode)
