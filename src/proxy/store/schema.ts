import type { Generated } from 'kysely'
import type { PresentationKind } from '../../contract/presentations.ts'

/*
 * The tables. The common ground of SQLite and PostgreSQL is kept: text, integers, times as integer epoch
 * milliseconds, truth as 0 and 1, JSON as text that zod reads.
 */
export interface Tables {
  people: PeopleTable
  identities: IdentitiesTable
  members: MembersTable
  rooms: RoomsTable
  room_addresses: RoomAddressesTable
  pins: PinsTable
  meetings: MeetingsTable
  recordings: RecordingsTable
  server_states: ServerStatesTable
  issuer_keys: IssuerKeysTable
  issuer_states: IssuerStatesTable
  decisions: DecisionsTable
  decision_organisations: DecisionOrganisationsTable
  groups_seen: GroupsSeenTable
  ended_sessions: EndedSessionsTable
  presentations: PresentationsTable
}

export interface PeopleTable {
  id: string
  name: string
  email: string | null
  created_at: number
  last_seen_at: number
  /** Nobody suspended comes in, whatever the rules say. */
  suspended_at: number | null
  /** The name of the operator who did. */
  suspended_by: string | null
}

/** Several identities may belong to one person; none is ever found by its e-mail. */
export interface IdentitiesTable {
  /** The issuer's id in the settings. */
  issuer: string
  subject: string
  person_id: string
  linked_at: number
}

/**
 * An organisation's own list: an e-mail is an invitation, which one identity claims and keeps. Entries of
 * `foyer.yaml` are here from when they are claimed.
 */
export interface MembersTable {
  id: string
  organisation: string
  /** In small letters, NFC. */
  email: string
  /** null: `foyer.yaml` names it. */
  added_by: string | null
  added_at: number
  /** The SHA-256 of the link's secret; null once it was claimed. */
  link_hash: string | null
  link_until: number | null
  issuer: string | null
  subject: string | null
  claimed_name: string | null
  claimed_email: string | null
  claimed_at: number | null
  removed_by: string | null
  removed_at: number | null
}

export interface RoomsTable {
  id: string
  organisation: string
  owner_id: string
  name: string
  address: string
  /** JSON: what was set in the room, by the names of the contract. */
  settings: Generated<string>
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

/** Since when an issuer answers, or does not. */
export interface IssuerStatesTable {
  issuer: string
  state: 'up' | 'down'
  since: number
}

export interface DecisionsTable {
  ref: string
  issuer: string
  /** Empty where a token has none. */
  subject: string
  allowed: number
  code: string
  /** JSON: the steps of the decision. */
  steps: string
  /** As the token said then. */
  name: string | null
  email: string | null
  /** JSON: the names of the claims of a refused person's ID token. */
  id_token_claims: string | null
  /** When it was decided first, and, to the hour, last. */
  at: number
  last_at: Generated<number>
}

/** The organisations that a decision concerns. */
export interface DecisionOrganisationsTable {
  ref: string
  organisation: string
  /** How its rule was met; null: it was nearly met. */
  way: string | null
  /** The group, e-mail or subject that met it. */
  matched: string | null
}

/** Groups of verified tokens, for telling operators which no rule names: kept 30 days. */
export interface GroupsSeenTable {
  issuer: string
  subject: string
  name: string
  at: number
}

/** Sessions that ended at the issuer before their tokens did: of one `sid`, or all of a `sub` until then. */
export interface EndedSessionsTable {
  issuer: string
  kind: 'sid' | 'sub'
  name: string
  at: number
}

/** A file that a room keeps for its meetings; it lies where the settings say, under this id. */
export interface PresentationsTable {
  id: string
  room_id: string
  name: string
  /** What it is by its content. */
  kind: PresentationKind
  bytes: number
  /** Where it stands in its room, from 0; gaps do not matter. */
  position: number
  created_at: number
  /** When its file was there for good; null: it is being put there, or that failed. */
  kept_at: number | null
  /** It can be restored for a while. */
  deleted_at: number | null
}
