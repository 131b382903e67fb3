import type { Environment } from '../../platform/environment/environment.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import { lockRoom, type RoomRow } from '../../platform/store/rows.ts'
import type { Handout } from '../presentations/address.ts'
import { assertOpenRoom } from '../rooms/rules.ts'
import type { Server } from '../servers/servers.ts'
import { meetingRequest, withShortAddress } from './request.ts'
import { insertMeeting, type Meeting } from './store.ts'

type BeginDependencies = Pick<Environment, 'settings' | 'store' | 'now' | 'random'>

interface Beginning {
  files: readonly Handout[]
  /** The server takes presentations only with a short address. */
  isShort: boolean
  /** Epoch milliseconds: until then its creation is ours. */
  leaseUntil: number
}

/**
 * The row of a meeting that is about to be created, of the room as it is at this moment: whoever archives, deletes
 * or gives the room holds its row as well, so whoever comes second sees what the first did.
 * @returns null where another starter was first
 * @throws ProblemError room_closed, room_archived
 */
export async function beginMeeting(
  env: BeginDependencies,
  room: RoomRow,
  server: Server,
  beginning: Beginning,
): Promise<Meeting | null> {
  return await env.store.transaction().execute(async (db) => {
    const current = { ...room, ...(await lockRoom(db, room.id)) }
    assertOpenRoom(current)
    return await insertMeeting(db, newMeeting(current, server, env, beginning))
  })
}

/** A fresh meetingID for each meeting: recording ids cannot be guessed, and `foyer-` is no prefix of hex ids. */
function newMeeting(
  room: RoomRow,
  server: Server,
  env: BeginDependencies,
  { files, isShort, leaseUntil }: Beginning,
): Meeting {
  const id = `foyer-${env.random.uuid()}`
  const fitting = meetingRequest(room, server, env.settings, id)
  const welcomeCut = fitting.settings.welcome === '' && settingsOf(room, env.settings).welcome !== ''
  const whole = { ...fitting, welcomeCut, presentations: files.map(({ id, name }) => ({ id, name })) }
  const request = isShort ? withShortAddress(whole, server) : whole
  const at = env.now()
  return {
    id,
    roomId: room.id,
    ownerId: room.ownerId,
    ownedBy: room.ownedBy,
    organisation: room.ownedBy === 'organisation' ? room.organisation : null,
    server: server.id,
    state: 'starting',
    request: JSON.stringify(request),
    leaseUntil,
    createdAt: at,
    createTime: null,
    voiceBridge: null,
    confirmedAt: at,
    openedAt: null,
    endedAt: null,
    recordingAllowed: request.settings.recordingAllowed ? 1 : 0,
    endPending: 0,
    endAskedAt: null,
    unconfirmedSince: null,
  }
}
