import type { JoinInfo, RoomClosed } from '../../../contract/join.ts'
import type { MeetingState } from '../../../contract/rooms.ts'
import type { Upcoming as ScheduledMeetings } from '../../../contract/schedules.ts'
import { type Entry, entryOf } from '../../access/entry-rights.ts'
import type { LiveMeeting } from '../../bbb/meeting.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { joinLimits } from '../../platform/limits.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { Consents } from '../consents/consents.ts'
import type { Admissions } from '../feedback/admissions.ts'
import type { Confirmed } from '../meetings/confirm.ts'
import { joinUrlFor } from '../meetings/join-url.ts'
import { meetingState } from '../meetings/state.ts'
import { isEnding, liveMeeting, type Meeting, requestOf } from '../meetings/store.ts'
import { dialInOf } from '../phone/phone.ts'
import { closedOf } from '../rooms/rules.ts'
import { findRoomById } from '../rooms/store.ts'
import type { Schedules } from '../schedules/schedules.ts'
import { answers } from '../servers/answers.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'
import { generationOf } from './access-code.ts'
import type { From, Holder } from './holders.ts'
import type { RowLimits } from './row-limits.ts'
import type { Ticket } from './tickets.ts'
import { nobody, type Visitor } from './visitors.ts'

/** The guest's side of a room: what the page says, who may go in, and by which address. No BBB call is made. */
export interface JoinService {
  info(room: RoomRow, visitor: Visitor): Promise<JoinInfo>
  /**
   * Whether a visitor may read what hosts write for those who come: titles and messages of scheduled meetings, and what
   * they say to those who wait. Not before the code, or the sign-in, where the room asks for one.
   */
  mayRead(room: RoomRow, visitor: Visitor): boolean
  enter(room: RoomRow, holder: Holder): Promise<Entrance>
  /** News for a waiting guest. */
  stateOf(roomId: string): Promise<JoinState>
}

/** The answer to one guest who wants in, with the address to go to. */
export type Entrance =
  /** Their own at BBB. */
  | { kind: 'join'; url: string }
  /** The join page: a notice or a code is missing, or the room is not for guests any more. */
  | { kind: 'ask'; url: string }
  /** The room is not open, or full. */
  | { kind: 'wait' }

export type JoinState = JoinInfo['state'] | RoomClosed

export function createJoinService(
  env: Pick<Environment, 'settings' | 'store' | 'now'>,
  servers: Servers,
  watch: Watch,
  schedules: Schedules,
  admissions: Pick<Admissions, 'note'>,
  consents: Pick<Consents, 'note'>,
  rows: RowLimits,
): JoinService {
  const { settings, store } = env
  /**
   * People who were let in since the poll that spoke of a meeting, by userID, and from where: nobody takes two places by
   * pressing twice.
   */
  const letIn = new WeakMap<LiveMeeting, Map<string, string | null>>()

  function known(meeting: Meeting | undefined) {
    return meetingState(meeting, servers, watch)
  }

  /** Since when every server that could take a meeting of this room is silent; 0: there is none at all. */
  function silentSince(room: RoomRow): number | null {
    const preference = organisationOf(settings, room.organisation)?.servers ?? []
    const usable = preference.filter((id) => servers.get(id)?.settings.state === 'enabled')
    const snapshots = usable.map((id) => watch.snapshot(id))
    const allSilent = snapshots.every((snapshot) => !answers(snapshot))
    return allSilent ? Math.max(0, ...snapshots.map(({ since }) => since ?? 0)) : null
  }

  function liveOf(meeting: Meeting) {
    return watch.snapshot(meeting.server).meetings.get(meeting.id)
  }

  /** How many more may come in, as the last poll says and we let in since; null: any number. */
  function places(meeting: Meeting | undefined): number | null {
    const most = meeting && requestOf(meeting).settings.participants
    const live = meeting && liveOf(meeting)
    return most && live ? Math.max(0, most - live.participants - (letIn.get(live)?.size ?? 0)) : null
  }

  /** Whether there is a place for somebody. People who are in come in again: BBB lets them, also where it is full. */
  function hasPlace(meeting: Meeting, userId: string): boolean {
    const live = liveOf(meeting)
    const isIn = live?.userIds.has(userId) || (live && letIn.get(live)?.has(userId))
    return isIn || places(meeting) !== 0
  }

  /**
   * A place is held until the next poll counts who has arrived. Presses that come from nobody hold none, and those of
   * one address a part of all: they could fill a room in which nobody is.
   */
  function takePlace(meeting: Meeting, userId: string, { address, isKnown }: From): void {
    const live = liveOf(meeting)
    if (!live || !isKnown) return
    const held = letIn.get(live) ?? new Map<string, string | null>()
    letIn.set(live, held)
    const ofAddress = address === null ? 0 : [...held.values()].filter((each) => each === address).length
    const most = Math.ceil((requestOf(meeting).settings.participants ?? 0) * joinLimits.heldPlaces)
    if (held.has(userId) || ofAddress < most) held.set(userId, address)
  }

  /**
   * Recording was allowed, a code drawn, or the room closed to guests, while this one waited; or a ticket came into
   * other hands.
   */
  function isAskedMore(room: RoomRow, meeting: Meeting, entry: Entry, { code, consent }: Ticket): boolean {
    if (entry === null || (meeting.recordingAllowed === 1 && !consent)) return true
    return entry === 'guest' && isCodeNeeded(room, { code })
  }

  function mayRead(room: RoomRow, visitor: Visitor): boolean {
    const entry = entryOf(visitor.who, settingsOf(room, settings))
    return entry !== null && !(entry === 'guest' && isCodeNeeded(room, visitor))
  }

  async function info(room: RoomRow, visitor: Visitor): Promise<JoinInfo> {
    const meeting = await liveMeeting(store, room.id)
    const state = known(meeting)
    const silent = meeting ? null : silentSince(room)
    const set = settingsOf(room, settings)
    const entry = entryOf(visitor.who, set)
    const isTold = mayRead(room, visitor)
    const scheduled = await schedules.upcomingOf(room.id)
    return {
      room: room.address,
      name: room.name,
      organisation: organisationOf(settings, room.organisation)?.name ?? {
        en: room.organisation,
        fr: room.organisation,
      },
      state: shownState(state, silent, places(meeting)),
      since: state.state === 'open' || state.state === 'unknown' ? state.since : silent || null,
      server: meeting ? serverName(servers, meeting.server) : null,
      recordingAllowed: meeting ? meeting.recordingAllowed === 1 : set.recordingAllowed,
      waitingMessage: isTold ? set.waitingMessage : '',
      entry,
      visitor: knownVisitor(visitor),
      approval: entry === 'guest' && (meeting ? requestOf(meeting).settings.approval : set.approval),
      accessCodeNeeded: entry === 'guest' && isCodeNeeded(room, visitor),
      dialIn: dialInOf(room, meeting, { settings, servers, watch }, 'guest'),
      scheduled: isTold ? scheduled : withoutWords(scheduled),
    }
  }

  return {
    info,
    mayRead,
    async enter(room, { visitor, ticket, device, from }) {
      const meeting = await liveMeeting(store, room.id)
      const open = room.deletedAt === null ? openMeeting(meeting, servers, watch) : null
      if (!meeting || !open || !hasPlace(meeting, ticket.userId)) return { kind: 'wait' }
      if (isEnding(meeting, env.now())) return { kind: 'wait' }
      const entry = entryOf(visitor.who, settingsOf(room, settings))
      if (isAskedMore(room, meeting, entry, ticket)) return askAgain(settings, room)
      takePlace(meeting, ticket.userId, from)
      const { name, language, userId } = ticket
      if (rows.mayLeaveRows(room, { meeting: meeting.id, device }, from)) {
        await admissions.note(meeting.id, device)
        // Nobody who is not let in leaves a row: the notice is accepted for going in.
        if (ticket.consent) await consents.note(meeting, { device, language })
      }
      // The bearer of a host link who came as a guest: no host, but nobody that a moderator need let in.
      const role = entry === 'guest' ? 'guest' : 'member'
      return { kind: 'join', url: joinUrlFor(settings, open, room, { name, language, userId, role }) }
    },
    async stateOf(roomId) {
      const room = await findRoomById(store, roomId)
      if (!room) return { kind: 'deleted', since: null }
      return closedOf(room) ?? (await info(room, nobody)).state
    },
  }
}

/** Leads somebody who waited back to the join page. */
export function askAgain({ publicUrl }: Pick<Settings, 'publicUrl'>, { address }: RoomRow) {
  return { kind: 'ask', url: `${publicUrl}/${address}?guest=again` } as const
}

/** When one meets is no secret: whoever has the code, or an account, wants to know when to come. */
function withoutWords({ next, cancelled }: ScheduledMeetings): ScheduledMeetings {
  return {
    next: next && { ...next, title: '', message: '' },
    cancelled: cancelled && { ...cancelled, title: '' },
  }
}

function shownState(state: MeetingState, silent: number | null, places: number | null): JoinInfo['state'] {
  if (state.state === 'open') return places === 0 ? 'full' : 'open'
  return state.state === 'unknown' || silent !== null ? 'unavailable' : 'waiting'
}

function knownVisitor({ who }: Visitor): JoinInfo['visitor'] {
  if (who.kind === 'guest') return null
  return who.kind === 'host' ? { kind: 'hostLink', name: who.label } : { kind: 'member', name: who.name }
}

function isCodeNeeded(room: RoomRow, { code }: Pick<Visitor, 'code'>): boolean {
  return room.accessCode !== null && code !== generationOf(room)
}

/** Open: its server said, when it last answered about it, that somebody is in. */
function openMeeting(meeting: Meeting | undefined, servers: Servers, watch: Watch): Confirmed | null {
  const server = meeting && servers.get(meeting.server)
  const snapshot = meeting && watch.snapshot(meeting.server)
  const isKnown = snapshot && answers(snapshot) && meeting.unconfirmedSince === null
  const live = isKnown ? snapshot.meetings.get(meeting.id) : undefined
  return server && live?.running ? { id: meeting.id, server, createTime: live.createTime } : null
}
