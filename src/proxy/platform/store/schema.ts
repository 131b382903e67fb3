import type { Generated } from 'kysely'
import type { PresentationKind } from '../../../contract/presentations.ts'
import type { NewSchedule } from '../../../contract/schedules.ts'

/*
 * The tables. The common ground of SQLite and PostgreSQL is kept: text, integers, times as integer epoch
 * milliseconds, truth as 0 and 1, JSON as text that zod reads.
 */
export interface Tables {
  people: PeopleTable
  identities: IdentitiesTable
  members: MembersTable
  rooms: RoomsTable
  roomAddresses: RoomAddressesTable
  cohosts: CohostsTable
  favourites: FavouritesTable
  roomOffers: RoomOffersTable
  pins: PinsTable
  hostLinks: HostLinksTable
  meetings: MeetingsTable
  recordings: RecordingsTable
  serverStates: ServerStatesTable
  issuerKeys: IssuerKeysTable
  issuerStates: IssuerStatesTable
  decisions: DecisionsTable
  decisionOrganisations: DecisionOrganisationsTable
  groupsSeen: GroupsSeenTable
  endedSessions: EndedSessionsTable
  feedback: FeedbackTable
  consents: ConsentsTable
  presentations: PresentationsTable
  schedules: SchedulesTable
  scheduleDates: ScheduleDatesTable
  calendars: CalendarsTable
  wrongAttempts: WrongAttemptsTable
  waitingGuests: WaitingGuestsTable
  admissions: AdmissionsTable
}

export interface PeopleTable {
  id: string
  name: string
  email: string | null
  createdAt: number
  lastSeenAt: number
  /** Nobody suspended comes in, whatever the rules say. */
  suspendedAt: number | null
  /** The name of the operator who did. */
  suspendedBy: string | null
}

/** Several identities may belong to one person; none is ever found by its e-mail. */
export interface IdentitiesTable {
  /** The issuer's id in the settings. */
  issuer: string
  subject: string
  personId: string
  linkedAt: number
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
  addedBy: string | null
  addedAt: number
  /** The SHA-256 of the link's secret; null once it was claimed. */
  linkHash: string | null
  linkUntil: number | null
  issuer: string | null
  subject: string | null
  claimedName: string | null
  claimedEmail: string | null
  claimedAt: number | null
  removedBy: string | null
  removedAt: number | null
}

export interface RoomsTable {
  id: string
  organisation: string
  /** The owner; of a room that belongs to its organisation, the person who created it or gave it. */
  ownerId: string
  ownedBy: Generated<'person' | 'organisation'>
  /** Since when this owner has it: recordings of earlier meetings are the former owner's alone. */
  ownedSince: Generated<number>
  name: string
  address: string
  /** JSON: what was set in the room, by the names of the contract. */
  settings: Generated<string>
  /** 1: members start here, as `settings` say; written with them, so that such rooms are found. */
  membersStart: Generated<number>
  /** The access code, encrypted; null: guests need none. */
  accessCode: string | null
  createdAt: number
  lastUsedAt: number | null
  deletedAt: number | null
  /** Out of the way: no meeting starts in it until it is taken out again. */
  archivedAt: number | null
}

/** Hosts of a room besides its owner. */
export interface CohostsTable {
  roomId: string
  personId: string
  addedBy: string
  addedAt: number
}

/** The rooms that a person wants first in the list. */
export interface FavouritesTable {
  personId: string
  roomId: string
  at: number
}

/** Offers to become co-host, or to take a room over. Open until they have an outcome. */
export interface RoomOffersTable {
  id: string
  roomId: string
  kind: 'host' | 'transfer'
  /** The receiver: an e-mail in small letters, NFC, or a person. */
  email: string | null
  personId: string | null
  madeBy: string
  madeAt: number
  /** When it expires. */
  until: number
  /** The SHA-256 of the link's secret; null: there is no link, or none any more. */
  linkHash: string | null
  outcome: 'accepted' | 'declined' | 'withdrawn' | null
  endedBy: string | null
  endedAt: number | null
}

/** Every address that a room ever had: once used, it is never given to another. */
export interface RoomAddressesTable {
  address: string
  roomId: string
  createdAt: number
}

/**
 * A PIN is unique over all rooms and servers. One that was renewed, or whose room is gone for good, rests a year; then
 * another room may have it.
 */
export interface PinsTable {
  pin: string
  roomId: string
  /** null: it is its room's. */
  restsUntil: number | null
  /** The person who made the room, or renewed its PIN; null: not known. */
  takenBy: Generated<string | null>
  takenAt: Generated<number | null>
  /** The name of the host who renewed the PIN before; null: it is the room's first. */
  renewedBy: Generated<string | null>
}

/** Gives a host's rights in one room to whoever has its secret. */
export interface HostLinksTable {
  id: string
  roomId: string
  /** For whom it is, in the words of the host who made it. */
  label: string
  /** The SHA-256 of its secret. */
  secretHash: string
  createdBy: string
  createdAt: number
  /** null: it does not expire. */
  expiresAt: number | null
  revokedAt: number | null
  lastUsedAt: number | null
}

export interface MeetingsTable {
  /** BBB's meetingID: `foyer-<uuid>`. */
  id: string
  roomId: string
  server: string
  state: 'starting' | 'running' | 'ended'
  /** The room's owner when it began: whose its recording will be. */
  ownerId: string | null
  /** The room's kind of owner then; null: not known. */
  ownedBy: 'person' | 'organisation' | null
  /** The organisation that owned it; null: a person did. */
  organisation: string | null
  /** The meeting as it was asked for, JSON: a retry of `create` sends the same bytes. */
  request: string
  /** End of the creator's lease; after it another process may take over. */
  leaseUntil: number
  createdAt: number
  /** BBB's createTime. */
  createTime: number | null
  voiceBridge: string | null
  /** When BBB last answered a call about it. */
  confirmedAt: number
  /** When people were first seen in it. */
  openedAt: number | null
  endedAt: number | null
  recordingAllowed: number
  /** 1: to be ended when its server returns (the host went elsewhere). */
  endPending: Generated<number>
  /** When its server was asked to end it, and agreed; it goes within seconds. */
  endAskedAt: number | null
  /** Since when its server, which answers, has not confirmed it, or whether it was created; null: it has. */
  unconfirmedSince: Generated<number | null>
}

export interface RecordingsTable {
  id: string
  roomId: string
  /** The owner; of a recording that belongs to an organisation, the person who created its room or gave it. */
  ownerId: string
  /** The room's kind of owner when the meeting began; the recording stays theirs when the room passes on. */
  ownedBy: Generated<'person' | 'organisation'>
  /** The organisation that owns it; null: a person does. */
  organisation: string | null
  meetingId: string
  server: string
  /** BBB's recordID; null until BBB speaks of it. */
  recordId: string | null
  name: string
  state: 'expected' | 'processing' | 'ready' | 'unpublished' | 'not_produced' | 'missing'
  audience: 'hosts' | 'link'
  startedAt: number
  endedAt: number | null
  minutes: number | null
  /** JSON: `[{ type, url, minutes, host }]`, see `Formats`. */
  formats: string
  /** How often its server answered without it, in a row. */
  absent: number
  checkedAt: number | null
  lastSeenAt: number | null
}

export interface ServerStatesTable {
  server: string
  state: 'up' | 'impaired' | 'unreadable' | 'down' | 'misconfigured'
  since: number
}

/** The last good keys of each issuer: valid tokens keep working while it is down, also after a restart. */
export interface IssuerKeysTable {
  issuer: string
  jwks: string
  fetchedAt: number
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
  idTokenClaims: string | null
  /** When it was decided first, and, to the hour, last. */
  at: number
  lastAt: number
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
  /** By the issuer's clock. */
  at: number
  /** By ours. */
  notedAt: number
}

/** A file that a room keeps for its meetings; it lies where the settings say, under this id. */
export interface PresentationsTable {
  id: string
  roomId: string
  name: string
  /** The kind by its content. */
  kind: PresentationKind
  bytes: number
  /** Its position in the room, from 0; gaps do not matter. */
  position: number
  createdAt: number
  /** When its file was there for good; null: it is being put there, or that failed. */
  keptAt: number | null
  /** It can be restored for a while. */
  deletedAt: number | null
}
/** When meetings are scheduled in a room. */
export interface SchedulesTable extends Omit<NewSchedule, 'ends'> {
  id: string
  roomId: string
  /** JSON, as in the contract. */
  ends: string
  /** How often it or one of its dates was changed: calendars take the higher one. */
  version: number
  createdAt: number
  changedAt: number
}

/** Dates of a schedule that were moved or cancelled, by the day that the schedule gives them. */
export interface ScheduleDatesTable {
  scheduleId: string
  date: string
  state: 'moved' | 'cancelled'
  /** The new local time of a date that was moved. */
  start: string | null
  minutes: number | null
}

/** The calendar of a room that programs follow. Its secret is derived, and kept nowhere. */
export interface CalendarsTable {
  roomId: string
  /** Finds the room; gives no right. */
  name: string
  /** How often the address was renewed. */
  generation: number
  /** When anything in it was changed, or taken out. */
  changedAt: number
  /** Counts the changes of what is scheduled. */
  revision: Generated<number>
  /** JSON: what comes next in the room, as of that revision; null: to be computed. */
  upcoming: Generated<string | null>
  /** Until when that holds; null: for ever. */
  upcomingUntil: Generated<number | null>
  /** When it was computed; null: by an earlier version. */
  upcomingAt: Generated<number | null>
}

/** How a meeting was for one of those who were there: kept 90 days. */
export interface FeedbackTable {
  id: string
  meetingId: string
  /** A pseudonym in this room: the guest's `userID`, of members too. */
  device: string
  roomId: string
  server: string
  face: 'good' | 'fair' | 'bad'
  sentence: string | null
  /** Only where it was given for the hosts. */
  name: string | null
  at: number
}

/** A device accepted the recording notice. */
export interface ConsentsTable {
  id: string
  roomId: string
  /** null: it was accepted while one waited. */
  meetingId: string | null
  /** The guest's `userID` in this room. */
  device: string
  /** Of the notice. */
  version: number
  /** In which it was read. */
  language: string
  at: number
}

/** Wrong attempts to guess a secret, counted for an hour: never the secret, and no address as it is. */
export interface WrongAttemptsTable {
  /** The target of the secret; empty: all targets together. */
  place: string
  /** A keyed hash of the address that they came from; empty: from wherever. */
  source: string
  /** Since `since`, and in the hour before where that was not long ago. */
  wrong: number
  earlier: number
  since: number
  lastAt: number
  /** Until then nothing is judged. */
  pausedUntil: number
}

/** Waiting guests of a room on the event streams of one process, as of its last beat. */
export interface WaitingGuestsTable {
  process: string
  roomId: string
  /** How many. */
  guests: number
  /** Their names and since when, the first hundred: encrypted. */
  names: string
  /** Changes as long as the process lives. */
  beat: number
}

/** A device that was given a way into a meeting: it may say how that was. */
export interface AdmissionsTable {
  meetingId: string
  /** The device's `userID` in the meeting's room. */
  device: string
}
