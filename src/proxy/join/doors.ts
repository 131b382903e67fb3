import type { JoinInfo } from '../../contract/join.ts'
import { joinUrlFor } from '../meetings/join-url.ts'
import type { Confirmed } from '../meetings/start.ts'
import { meetingState } from '../meetings/state.ts'
import { liveMeeting, type Meeting } from '../meetings/store.ts'
import type { Parts } from '../parts.ts'
import type { Plans } from '../plans/plans.ts'
import { dialInOf } from '../rooms/phone.ts'
import { organisationOf } from '../rooms/rooms.ts'
import { settingsOf } from '../rooms/settings.ts'
import { findRoomById, type RoomRow } from '../rooms/store.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import type { Watch } from '../servers/watch.ts'
import { generationOf } from './access-code.ts'
import type { Ticket } from './tickets.ts'

/** What is known of who stands at the door. */
export interface Visitor {
  /** The generation of the access code that they gave, or that there was none. */
  code: string | null
}

/** The guest's side of a room: what the page says, who may go in, and by which address. No BBB call is made. */
export interface Doors {
  info(room: RoomRow, visitor: Visitor): Promise<JoinInfo>
  /**
   * This guest's own address at BBB, or the join page where a notice or a code is missing; null while it is not open.
   * @param known the ticket's room, where it was read just now
   */
  enter(ticket: Ticket, known?: RoomRow): Promise<string | null>
  /** What a waiting guest is told. */
  outlook(roomId: string): Promise<Outlook>
}

export type Outlook = 'open' | 'waiting' | 'unavailable' | 'closed'

export function createDoors(
  parts: Pick<Parts, 'settings' | 'store'>,
  servers: Servers,
  watch: Watch,
  plans: Plans,
): Doors {
  const { settings, store } = parts

  function known(meeting: Meeting | undefined) {
    return meetingState(meeting, servers, watch)
  }

  /** Since when every server that could take a meeting of this room is silent; 0: there is none at all. */
  function silentSince(room: RoomRow): number | null {
    const preference = organisationOf(settings, room.organisation)?.servers ?? []
    const usable = preference.filter((id) => servers.get(id)?.settings.state === 'enabled')
    const snapshots = usable.map((id) => watch.snapshot(id))
    const allSilent = snapshots.every(({ state }) => state === 'down' || state === 'misconfigured')
    return allSilent ? Math.max(0, ...snapshots.map(({ since }) => since ?? 0)) : null
  }

  async function info(room: RoomRow, visitor: Visitor): Promise<JoinInfo> {
    const meeting = await liveMeeting(store, room.id)
    const state = known(meeting)
    const silent = meeting ? null : silentSince(room)
    const shown =
      state.state === 'open'
        ? 'open'
        : state.state === 'unknown' || silent !== null
          ? 'unavailable'
          : 'waiting'
    return {
      room: room.address,
      name: room.name,
      organisation: organisationOf(settings, room.organisation)?.name ?? {
        en: room.organisation,
        fr: room.organisation,
      },
      state: shown,
      since: state.state === 'open' || state.state === 'unknown' ? state.since : silent || null,
      server: meeting ? serverName(servers, meeting.server) : null,
      recordingAllowed: meeting
        ? meeting.recording_allowed === 1
        : settingsOf(room, settings).recordingAllowed,
      accessCodeNeeded: isCodeNeeded(room, visitor),
      dialIn: dialInOf(room, meeting, settings, servers, 'guest'),
      planned: await plans.outlookOf(room.id),
    }
  }

  return {
    info,
    async enter(ticket, known) {
      const room = known ?? (await findRoomById(store, ticket.room))
      const meeting = await liveMeeting(store, ticket.room)
      const open = room && room.deleted_at === null ? openMeeting(meeting, servers, watch) : null
      if (!room || !open) return null
      // Recording was allowed, or a code drawn, while this guest waited: the notice and the code come first.
      const isAskedMore = meeting?.recording_allowed === 1 && !ticket.consent
      if (isAskedMore || isCodeNeeded(room, ticket)) return `${settings.publicUrl}/${room.address}?guest`
      const { name, language, userId } = ticket
      return joinUrlFor(settings, open, room, { name, language, userId, role: 'guest' })
    },
    async outlook(roomId) {
      const room = await findRoomById(store, roomId)
      return !room || room.deleted_at !== null ? 'closed' : (await info(room, { code: null })).state
    },
  }
}

function isCodeNeeded(room: RoomRow, { code }: Visitor): boolean {
  return room.access_code !== null && code !== generationOf(room)
}

/** Open: its server said, when it last answered, that somebody is in. */
function openMeeting(meeting: Meeting | undefined, servers: Servers, watch: Watch): Confirmed | null {
  const server = meeting && servers.get(meeting.server)
  const snapshot = meeting && watch.snapshot(meeting.server)
  const live = meeting && snapshot?.state === 'up' ? snapshot.meetings.get(meeting.id) : undefined
  return server && live?.running ? { id: meeting.id, server, createTime: live.createTime } : null
}
