import type { Context } from 'hono'
import { isAdmitted } from '../../access/current.ts'
import type { Who } from '../../access/entry-rights.ts'
import { isSuspended } from '../../access/people.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { isMember } from '../../platform/http/member-cookie.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { HostLinks } from '../host-links/host-links.ts'
import type { Pass, Passes } from './passes.ts'

/** A visitor of a room's page. */
export interface Visitor {
  who: Who
  /** The generation of the access code that they gave, or that there was none. */
  code: string | null
}

/** The person whom a pass names; their rights are looked up now, not taken from the pass. */
export async function memberNow(
  store: Environment['store'],
  settings: Environment['settings'],
  room: RoomRow,
  { person, name }: { person: string; name: string },
): Promise<Who> {
  return { kind: 'member', person, name, admitted: await isAdmitted(store, person, room, settings) }
}

/** Somebody of whom nothing is known. */
export const nobody: Visitor = { who: { kind: 'guest' }, code: null }

export interface Visitors {
  /** The visitor who sends a request. Passes are looked up each time: revoked rights count no more. */
  of(c: Context, room: RoomRow): Promise<Visitor>
}

export function createVisitors(
  { settings, store, now }: Pick<Environment, 'settings' | 'store' | 'now'>,
  passes: Passes,
  links: HostLinks,
): Visitors {
  async function whoIs(c: Context, room: RoomRow, { who }: Pass): Promise<Who> {
    if (who?.kind === 'hostLink') {
      const link = await links.find(room.id, who.link)
      return link ? { kind: 'host', link: link.id, label: link.label } : { kind: 'guest' }
    }
    // A pass of somebody who signed out is none: the next person at this device is somebody else.
    const isThere =
      who !== null && who.until > now() && isMember(c) && !(await isSuspended(store, who.person))
    return isThere ? await memberNow(store, settings, room, who) : { kind: 'guest' }
  }

  return {
    async of(c, room) {
      const pass = await passes.read(c, room)
      return { who: await whoIs(c, room, pass), code: pass.code }
    },
  }
}
