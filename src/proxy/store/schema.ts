import type { Generated } from 'kysely'

/*
 * The tables. The common ground of SQLite and PostgreSQL is kept: text, integers, times as integer epoch
 * milliseconds, truth as 0 and 1, JSON as text that zod reads.
 */
export interface Tables {
  people: PeopleTable
  identities: IdentitiesTable
  invited_emails: InvitedEmailsTable
  rooms: RoomsTable
  room_addresses: RoomAddressesTable
  pins: PinsTable
  meetings: MeetingsTable
  recordings: RecordingsTable
  server_states: ServerStatesTable
  issuer_keys: IssuerKeysTable
  decisions: DecisionsTable
}

export interface PeopleTable {
  id: string
  name: string
  email: string | null
  created_at: number
  last_seen_at: number
}

/** Several identities may belong to one person; none is ever found by its e-mail. */
export interface IdentitiesTable {
  /** The issuer's id in the settings. */
  issuer: string
  subject: string
  person_id: string
  linked_at: number
}

/** An e-mail in an organisation's list is an invitation: the first identity that claims it keeps it. */
export interface InvitedEmailsTable {
  organisation: string
  email: string
  issuer: string
  subject: string
  claimed_at: number
}

export interface RoomsTable {
  id: string
  organisation: string
  owner_id: string
  name: string
  address: string
  recording_allowed: number
  muted_on_entry: number
  created_at: number
  last_used_at: number | null
  deleted_at: number | null
}

/** Every address that a room ever had: once used, it is never given to another. */
export interface RoomAddressesTable {
  address: string
  room_id: string
  created_at: number
}

/** A PIN is unique over all rooms and servers; one that was renewed rests a year. */
export interface PinsTable {
  pin: string
  room_id: string
  rests_until: number | null
}

export interface MeetingsTable {
  /** BBB's meetingID: `foyer-<uuid>`. */
  id: string
  room_id: string
  server: string
  state: 'starting' | 'running' | 'ended'
  /** The meeting as it was asked for, JSON: a retry of `create` sends the same bytes. */
  request: string
  /** Whoever creates it holds this until then; after it another may take over. */
  lease_until: number
  created_at: number
  /** BBB's createTime. */
  create_time: number | null
  voice_bridge: string | null
  /** When BBB last answered a call about it. */
  confirmed_at: number
  /** When people were first seen in it. */
  opened_at: number | null
  ended_at: number | null
  recording_allowed: number
  /** Whether the record button was pressed, as BBB's end callback said; null: not said. */
  marked: number | null
  /** 1: to be ended when its server returns (the host went elsewhere). */
  end_pending: Generated<number>
}

export interface RecordingsTable {
  id: string
  room_id: string
  owner_id: string
  meeting_id: string
  server: string
  /** BBB's recordID; null until BBB speaks of it. */
  record_id: string | null
  name: string
  state: 'expected' | 'processing' | 'ready' | 'not_produced' | 'missing'
  audience: 'hosts' | 'link'
  started_at: number
  ended_at: number | null
  minutes: number | null
  /** JSON: `[{ type, url, minutes }]`, playback hosts already checked. */
  formats: string
  /** How often its server answered without it, in a row. */
  absent: number
  checked_at: number | null
  last_seen_at: number | null
}

export interface ServerStatesTable {
  server: string
  state: 'up' | 'down' | 'misconfigured'
  since: number
}

/** The last good keys of each issuer: valid tokens keep working while it is down, also after a restart. */
export interface IssuerKeysTable {
  issuer: string
  jwks: string
  fetched_at: number
}

export interface DecisionsTable {
  ref: string
  issuer: string
  subject: string
  allowed: number
  code: string
  /** JSON: the steps of the decision. */
  steps: string
  at: number
}
