import type { Environment } from '../../platform/environment/environment.ts'
import { createBucket } from '../../platform/limits/bucket.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import { isAddress } from './rules.ts'
import { findRoomsAt } from './store.ts'

/** Characters of an address. */
const characters = [...'abcdefghijklmnopqrstuvwxyz0123456789-']
/** Characters of the longest mistyped address: 60, and one too many. */
const longest = 61
/** Parameters of one query. */
const chunk = 500
/** More than this would be a list of rooms. */
const mostShown = 2
/**
 * Look-ups of this process, all askers together: each one tries hundreds of addresses at once, so that without a
 * limit it would help to guess them. At 5 a second a generated address stays out of reach for years.
 */
const rate = { burst: 20, perSecond: 5 }

/**
 * The addresses that differ from what was typed by one slip: a letter wrong, missing, too many, or two in the wrong
 * order; an accent; the hyphens of a generated address left out.
 */
export function addressesNear(typed: string): string[] {
  const text = typed.toLowerCase()
  if (text.length > longest) return []
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '')
  const found = plain === text ? new Set([...oneEditAway(text), withHyphens(text)]) : new Set([plain])
  found.delete(text)
  return [...found].filter(isAddress)
}

function oneEditAway(text: string): string[] {
  const splits = Array.from(
    { length: text.length + 1 },
    (_, at) => [text.slice(0, at), text.slice(at)] as const,
  )
  return splits.flatMap(([before, after]) => [
    before + after.slice(1),
    before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
    ...characters.flatMap((character) => [before + character + after, before + character + after.slice(1)]),
  ])
}

function withHyphens(text: string): string {
  return text.replace(/^([a-z]{4})-?([a-z]{4})-?([a-z]{4})$/, '$1-$2-$3')
}

/** Finds rooms that a person may have meant who came to an address without one. */
export type FindSimilarRooms = (typed: string) => Promise<string[]>

/**
 * Only addresses, never names; of rooms that guests may enter, by their present address. Rooms for members only
 * are never suggested: a guest could not come in, and their being there is nobody else's business.
 */
export function createSimilarRooms({
  settings,
  store,
  now,
}: Pick<Environment, 'settings' | 'store' | 'now'>): FindSimilarRooms {
  const bucket = createBucket(rate, now)

  return async (typed) => {
    const near = addressesNear(typed)
    if (near.length === 0 || !bucket.take('all')) return []
    const found = []
    for (let at = 0; at < near.length; at += chunk) {
      found.push(...(await findRoomsAt(store, near.slice(at, at + chunk))))
    }
    const shown = found
      .filter(
        (room) =>
          room.deletedAt === null && room.archivedAt === null && !settingsOf(room, settings).membersOnly,
      )
      .map(({ address }) => address)
      .sort()
    return shown.length > mostShown ? [] : shown
  }
}
