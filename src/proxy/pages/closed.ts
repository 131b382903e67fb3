import type { Language } from '../../contract/languages.ts'
import type { PublicView } from '../../contract/pages.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import { dialInOf, type PhoneDependencies } from '../features/phone/phone.ts'
import { closedOf } from '../features/rooms/rules.ts'
import { findRoom } from '../features/rooms/store.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { nameOfOrganisation } from '../platform/settings/organisations.ts'
import { settingsOf } from '../platform/settings/room.ts'

interface Closed {
  view: Extract<PublicView, { view: 'closed' }>
  /** The room's own. */
  language: Language | null
}

/**
 * The page of a closed room, at any of its public addresses.
 * @param code why the page could not be shown
 * @param address the first piece of its path
 * @returns null where that is not why
 */
export async function closedRoom(
  env: Pick<Environment, 'store'> & PhoneDependencies,
  code: ProblemCode,
  address: string,
): Promise<Closed | null> {
  const { settings, store } = env
  if (code !== 'room_closed' && code !== 'room_archived') return null
  const room = await findRoom(store, address)
  const closed = room && closedOf(room)
  if (!closed) return null
  const isKept = closed.kind === 'archived'
  return {
    view: {
      view: 'closed',
      closed: {
        ...closed,
        room: room.address,
        name: isKept ? room.name : null,
        organisation: isKept ? nameOfOrganisation(settings, room.organisation) : null,
        hadPhone: dialInOf(room, undefined, env, 'guest') !== null,
      },
    },
    language: settingsOf(room, settings).language,
  }
}
