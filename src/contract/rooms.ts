import { z } from 'zod'
import { OfferedRoom } from './hosts.ts'
import { LocalText } from './languages.ts'
import { DialIn } from './phone.ts'
import { Lock, Preset, RoomSettings, SettingName, SettingsChange } from './room-settings.ts'
import { Upcoming } from './schedules.ts'

/** Epoch milliseconds. */
const Time = z.number().int()

/** A server as people see it. */
export const ServerName = z.object({ id: z.string(), name: LocalText, country: z.string() })
export type ServerName = z.infer<typeof ServerName>

/**
 * The state of a room's meeting. `unknown` is never shown as "no meeting": the server that
 * holds it does not answer, or does not confirm it; `asOf` says when it last did.
 */
export const MeetingState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('starting'), since: Time }),
  /** The meeting exists at its server, but nobody is in. */
  z.object({
    state: z.literal('empty'),
    since: Time,
    /** When its minutes are over; null: it has no end. */
    endsAt: Time.nullable(),
    /** Its welcome was too long for its server, and was cut. */
    welcomeCut: z.boolean(),
    server: ServerName,
    asOf: Time,
  }),
  z.object({
    state: z.literal('open'),
    since: Time,
    endsAt: Time.nullable(),
    welcomeCut: z.boolean(),
    participants: z.number().int(),
    server: ServerName,
    asOf: Time,
  }),
  z.object({
    state: z.literal('unknown'),
    /** silent: the server does not answer. unconfirmed: it answers, and does not say whether it has this meeting. */
    why: z.enum(['silent', 'unconfirmed']),
    since: Time,
    server: ServerName,
    asOf: Time.nullable(),
  }),
])
export type MeetingState = z.infer<typeof MeetingState>

/**
 * The reader's role in a room. starter: go in, start, moderate, end. host: also invite, change settings, see
 * the PIN and the recordings. manager: also its name, address, co-hosts, owner, archive, and delete it.
 */
export const RoomRole = z.enum(['manager', 'host', 'starter'])
export type RoomRole = z.infer<typeof RoomRole>

/**
 * Why. owner: it is theirs. creator, administrator, member: of the organisation whose room it is. members_start:
 * the room lets every member of its organisation start.
 */
export const RoleReason = z.enum(['owner', 'creator', 'administrator', 'member', 'co_host', 'members_start'])
export type RoleReason = z.infer<typeof RoleReason>

/** The owner of a room: a person, or an organisation for which somebody created it. */
export const RoomOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), name: z.string(), isMe: z.boolean() }),
  z.object({ kind: z.literal('organisation'), creator: z.object({ name: z.string(), isMe: z.boolean() }) }),
])
export type RoomOwner = z.infer<typeof RoomOwner>

/** Somebody who waits at a room's door, and since when. */
export const WaitingGuest = z.object({ name: z.string(), since: Time })
export type WaitingGuest = z.infer<typeof WaitingGuest>

/**
 * People in a room's meeting, as its server last said, and waiting guests. At most a hundred of each; told to hosts,
 * kept nowhere.
 */
export const RoomPeople = z.object({
  present: z.array(
    z.object({
      name: z.string(),
      isModerator: z.boolean(),
      /** microphone: they can be heard. listening: they hear only. none: neither, yet. */
      sound: z.enum(['microphone', 'listening', 'none']),
    }),
  ),
  /** Waiting guests, the longest first. */
  waiting: z.array(WaitingGuest),
})
export type RoomPeople = z.infer<typeof RoomPeople>

/** A room as a list shows it. */
export const ListedRoom = z.object({
  /** The address: `/{address}` is the room's one link. */
  address: z.string(),
  name: z.string(),
  organisation: z.object({ id: z.string(), name: LocalText }),
  owner: RoomOwner,
  /** The role of the reader of this answer, and its reason. */
  role: RoomRole,
  roleReason: RoleReason,
  scheduled: Upcoming,
  meeting: MeetingState,
  /** Whether what is said in the meeting may be recorded: the one that runs, or else the next. */
  mayBeRecorded: z.boolean(),
  /** How many guests wait at its door now. */
  waiting: z.number().int(),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  /** Set while the room can be restored. */
  deletedAt: Time.nullable(),
  /** When it goes for good. */
  gone: Time.nullable(),
  /** Out of the way, since when: no meeting starts until it is taken out again. */
  archivedAt: Time.nullable(),
  /** The reader wants it first in their list. */
  favourite: z.boolean(),
})
export type ListedRoom = z.infer<typeof ListedRoom>

/** A room as its own page shows it. */
export const Room = ListedRoom.extend({
  settings: RoomSettings,
  /** Settings that its hosts cannot change. */
  locked: z.partialRecord(SettingName, Lock),
  /** The most that its hosts can set; null: no limit. */
  limits: z.object({ participants: z.number().int().nullable(), minutes: z.number().int().nullable() }),
  /** The organisation's presets, without the settings that are locked. */
  presets: z.array(Preset),
  /** The access code, in groups; null: none, or unreadable. For hosts. */
  accessCode: z.string().nullable(),
  /** Guests are asked for a code that nobody can read any more, and that lets nobody in. For hosts. */
  isCodeLost: z.boolean(),
  /** As hosts see it; whoever may only start sees what guests see. */
  dialIn: DialIn.nullable(),
  /** Guests do not see the PIN: callers would pass what guards the room, and no host has agreed to that. */
  isPhoneForHosts: z.boolean(),
  /** People who are in, and who wait; for hosts. */
  people: RoomPeople.nullable(),
  /** When its PIN was changed last, and by whom, for hosts; null: it is the room's first. */
  pinRenewed: z.object({ at: Time, by: z.string() }).nullable(),
})
export type Room = z.infer<typeof Room>

export const RoomList = z.object({
  rooms: z.array(ListedRoom),
  /** Deleted rooms that can be restored. */
  deleted: z.array(ListedRoom),
  /** Offers to the reader: to become co-host, or to take a room over. */
  offers: z.array(OfferedRoom),
  /** Organisations in which the person may create rooms, and how many are left there. */
  organisations: z.array(
    z.object({
      id: z.string(),
      name: LocalText,
      roomsPerPerson: z.number().int().nullable(),
      left: z.number().int().nullable(),
      presets: z.array(Preset),
    }),
  ),
})
export type RoomList = z.infer<typeof RoomList>

/** 1 to 60 graphemes once cleaned; the proxy cleans (NFC, no controls, no bidi overrides) and judges. */
const Name = z.string().max(1000)
/** Lower-case letters, digits and single dashes, 6 to 60 characters; the proxy judges. */
const Address = z.string().max(200)

export const NewRoom = z.strictObject({
  name: Name,
  organisation: z.string().max(100).optional(),
  /** The owner; left out: the person who creates it. */
  ownedBy: z.enum(['person', 'organisation']).optional(),
  address: Address.optional(),
  /** The id of a preset of the organisation, which fills in settings over those that its rooms begin with. */
  preset: z.string().max(100).optional(),
})
export type NewRoom = z.infer<typeof NewRoom>

/** A room like another: its settings, and nothing else of it. */
export const RoomCopy = z.strictObject({ name: Name, address: Address.optional() })
export type RoomCopy = z.infer<typeof RoomCopy>

export const RoomChange = z.strictObject({
  name: Name.optional(),
  address: Address.optional(),
  settings: SettingsChange.optional(),
  archived: z.boolean().optional(),
})
export type RoomChange = z.infer<typeof RoomChange>

/** Nine digits, or eight letters that are not mixed up. */
export const CodeKind = z.enum(['digits', 'letters'])
export type CodeKind = z.infer<typeof CodeKind>
export const CodeRequest = z.strictObject({ kind: CodeKind })
export type CodeRequest = z.infer<typeof CodeRequest>
/** A new access code, in groups. */
export const AccessCode = z.object({ accessCode: z.string() })
export type AccessCode = z.infer<typeof AccessCode>

export const StartRequest = z.strictObject({
  language: z.string().max(20).optional(),
  /** Leave a meeting whose server does not answer, and start on another server. */
  elsewhere: z.boolean().optional(),
  /** As whom one is seen in the meeting; left out: by the name of one's account. The proxy cleans and judges. */
  name: Name.optional(),
})
export type StartRequest = z.infer<typeof StartRequest>

/** The address to open at BBB: made for this click, never kept. */
export const Started = z.object({ url: z.string() })
export type Started = z.infer<typeof Started>

export const Invitation = z.object({
  subject: z.string(),
  text: z.string(),
})
export type Invitation = z.infer<typeof Invitation>
export const InvitationLanguage = z.enum(['en', 'fr', 'fr-CA', 'both'])
export type InvitationLanguage = z.infer<typeof InvitationLanguage>
