import { createHmac } from 'node:crypto'
import { deriveKey } from '../crypto/keys.ts'
import type { Environment } from '../environment/environment.ts'
import { tryLimits } from '../limits.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../settings/settings.ts'
import { isTold, longestPause, pauseAfter } from './attempt-rules.ts'
import { inBatches } from './attempts-batch.ts'
import {
  addPauses,
  addWrong,
  attackedPlaces,
  type Counted,
  forgetTries,
  type Key,
  restOf,
  window,
} from './attempts-store.ts'

/** Kinds of secrets: a room's access code or host link, an organisation's invitation. */
const kinds = ['code', 'host_link', 'invitation'] as const
type Kind = (typeof kinds)[number]

/** A kind, and the id of the room or of the organisation. */
export type AttemptTarget = `${Kind}:${string}`

/** Somebody tries a secret. */
export interface Try {
  /** Tries elsewhere do not count here. */
  place: AttemptTarget
  /** From where, as `addressReader` tells it. */
  address: string
}

/** So many wrong attempts at one place that somebody is guessing. */
export interface AttackedTarget {
  kind: Kind
  /** Of the room or of the organisation. */
  id: string
  /** Within an hour. */
  wrong: number
  lastAt: number
}

type Find<Found> = () => Found | null | Promise<Found | null>

/** Keeps secrets that people type from being guessed. */
export interface Attempts {
  /**
   * Judges what was tried, those of one address one after the other. Only wrong attempts count, so that any number of
   * people who know the secret come in from one address, and an address without wrong attempts is always heard.
   * @param find what the secret opens; null: it is wrong
   * @throws ProblemError too_many_tries, with the seconds until this address is heard again; nothing was judged
   */
  judge<Found>(what: Try, find: Find<Found>): Promise<Found | null>
  /** Targets that were attacked in the last hour, the latest first. */
  attacks(): Promise<AttackedTarget[]>
  /** Removes what counts no more. */
  cleanUp(): Promise<void>
}

interface AttemptsDependencies extends Pick<Environment, 'store' | 'now' | 'log'> {
  settings: Pick<Settings, 'secret'>
  pace: Pick<Environment['pace'], 'tryPause'>
}

/** Wrong attempts are written together, so that a flood of them does not keep the disk from its work. */
const batches = { most: 500, apart: 25 }

/**
 * Counts in the store, for all processes together: a right try costs one look there, wrong ones are written many at a
 * time. Addresses are known by a keyed hash, and what was tried not at all. In an attack from 10,000 addresses each is
 * heard some twenty times an hour: of the 10⁹ codes of nine digits that is 0.5 % a day, and the host can draw another
 * code at any time.
 */
export function createAttempts({ settings, store, now, pace, log }: AttemptsDependencies): Attempts {
  const key = deriveKey(settings.secret, 'sources of wrong tries')
  const lines = new Map<string, Promise<unknown>>()
  const count = inBatches(batches, countAll)

  function sourceOf(address: string): string {
    return createHmac('sha256', key).update(address).digest('base64url').slice(0, 22)
  }

  async function judge<Found>(tried: Key, find: Find<Found>): Promise<Found | null> {
    const rest = await restOf(store, tried, longestPause * pace.tryPause, now())
    if (rest > 0) throw tooMany(rest)
    const found = await find()
    if (found === null) await count(tried)
    return found
  }

  async function countAll(tried: readonly Key[]): Promise<void> {
    const added = sumUp(
      tried.flatMap(({ place, source }) => [anywhere(source), byAll(place), { place, source }]),
    )
    const at = now()
    const counted = await store.transaction().execute(async (db) => {
      const all = new Map((await addWrong(db, added, at)).map((one) => [keyOf(one), one]))
      await addPauses(db, restsAfter(tried, all), at)
      return all
    })
    for (const { place, source, wrong: more } of added) {
      const wrong = counted.get(keyOf({ place, source }))?.wrong ?? 0
      if (source === '' && isTold(wrong, more))
        log.warn({ place, wrong, minutes: window / 60_000 }, 'many wrong secrets are tried')
    }
  }

  function restsAfter(tried: readonly Key[], counted: ReadonlyMap<string, Counted>) {
    const rests = tried.flatMap(({ place, source }) => {
      const { wrong = 0, earlier = 0 } = counted.get(keyOf(byAll(place))) ?? {}
      const isAttacked = Math.max(wrong, earlier) >= tryLimits.attack
      return (['here', 'anywhere'] as const).map((where) => {
        const of = where === 'here' ? { place, source } : anywhere(source)
        const pause = pauseAfter(counted.get(keyOf(of))?.wrong ?? 0, where, isAttacked)
        return { ...of, pause: pause * pace.tryPause }
      })
    })
    return rests.filter(({ pause }) => pause > 0).sort(inOrder)
  }

  return {
    judge({ place, address }, find) {
      const before = lines.get(address) ?? Promise.resolve()
      const turn = before.then(() => judge({ place, source: sourceOf(address) }, find))
      const over = turn.catch(() => {})
      lines.set(address, over)
      void over.then(() => lines.get(address) === over && lines.delete(address))
      return turn
    },
    async attacks() {
      const places = await attackedPlaces(store, tryLimits.attack, now())
      return places.flatMap(({ place, wrong, earlier, lastAt }) => {
        const kind = kinds.find((each) => place.startsWith(`${each}:`))
        const id = place.slice(place.indexOf(':') + 1)
        return kind ? [{ kind, id, wrong: Math.max(wrong, earlier), lastAt }] : []
      })
    },
    cleanUp: () => forgetTries(store, now()),
  }
}

const anywhere = (source: string): Key => ({ place: '', source })
const byAll = (place: string): Key => ({ place, source: '' })
const keyOf = ({ place, source }: Key) => `${place} ${source}`

/** One order everywhere, so that no two processes ever wait for each other's rows. */
function inOrder(one: Key, other: Key): number {
  return keyOf(one) < keyOf(other) ? -1 : 1
}

/** Each key once, with how often it is there. */
function sumUp(keys: readonly Key[]): (Key & { wrong: number })[] {
  const groups = [...Map.groupBy(keys, keyOf).values()]
  return groups
    .flatMap((same) => same.slice(0, 1).map((one) => ({ ...one, wrong: same.length })))
    .sort(inOrder)
}

function tooMany(milliseconds: number): ProblemError {
  const seconds = Math.max(2, Math.ceil(milliseconds / 1000))
  return new ProblemError('too_many_attempts', { retryAfter: seconds, values: { seconds } })
}
