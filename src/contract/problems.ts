/**
 * The closed list of what can go wrong, each with its HTTP status (RFC 9457 `code` extension).
 * The client turns a code into a sentence when it renders, so that a change of language changes the sentence.
 */
export const problems = {
  // requests
  body_invalid: 400,
  fields_invalid: 400,
  origin_refused: 403,
  not_found: 404,
  /** The path is known, and has no such method. */
  method_not_allowed: 405,
  /** The body did not arrive in time. */
  body_late: 408,
  body_too_large: 413,
  content_type_unsupported: 415,
  internal: 500,
  store_unavailable: 503,
  // sign-in
  token_missing: 401,
  token_invalid: 401,
  token_expired: 401,
  token_too_large: 431,
  issuer_unknown: 401,
  issuer_retired: 401,
  audience_missing: 403,
  client_not_allowed: 403,
  subject_missing: 401,
  clock_skew: 401,
  sign_in_unreachable: 503,
  not_admitted: 403,
  /** The session was ended at the sign-in server (OpenID Connect Back-Channel Logout 1.0). */
  session_ended: 401,
  /** A call that claims to come from the sign-in server. */
  logout_token_invalid: 400,
  not_operator: 403,
  person_unknown: 404,
  // organisations
  organisation_unknown: 404,
  member_unknown: 404,
  member_listed: 409,
  invitation_invalid: 404,
  /** Another identity took it up. */
  invitation_taken: 409,
  // rooms
  room_unknown: 404,
  /** The address was a room's, and the room was deleted. */
  room_closed: 410,
  /** They have a place in the room, but not this right. */
  room_right_missing: 403,
  /** It is out of the way: no meeting starts in it. */
  room_archived: 409,
  /** A room of an organisation goes to its members only. */
  transfer_outside: 409,
  room_limit_reached: 409,
  /** An organisation has as many rooms of its own as it may. */
  organisation_rooms_full: 409,
  /** One person has taken as many PINs as they may; those of deleted rooms rest. */
  pins_used_up: 409,
  /** A room has had as many addresses as it may keep. */
  addresses_full: 409,
  /** Daily limit of one person or one room (`values.limit` times). */
  daily_limit_reached: 429,
  /** As many entries as a list may have. */
  list_full: 409,
  address_taken: 409,
  address_reserved: 400,
  meeting_running: 409,
  // presentations
  presentation_unknown: 404,
  /** The room has as many as it may. */
  presentations_full: 409,
  /** The file is none that a meeting could show; `values.reason` is a `FileProblem`. */
  file_refused: 400,
  /** Nothing runs into which it could be shown. */
  no_meeting: 409,
  /** The server of the meeting cannot, or does not want to. */
  presentation_not_taken: 502,
  /** A scheduled meeting, or one of its dates. */
  schedule_unknown: 404,
  // meetings
  no_server: 503,
  server_unreachable: 503,
  server_refused: 502,
  start_timeout: 503,
  ticket_invalid: 400,
  /** Wrong codes or links, too many from one address. */
  too_many_attempts: 429,
  /** Only members of the room's organisation, its hosts and bearers of a host link come in. */
  members_only: 403,
  /** Revoked, expired, or never one. */
  host_link_invalid: 404,
  /** In the list of a room's hosts. */
  host_link_unknown: 404,
  // after the meeting
  /** This device was in no meeting of the room lately that feedback could be about. */
  no_meeting_lately: 409,
  /** More at once than is heard. */
  too_busy: 429,
  // recordings
  recording_unknown: 404,
  recording_not_playable: 409,
  // calls from BBB
  hook_invalid: 401,
} as const

export type ProblemCode = keyof typeof problems
