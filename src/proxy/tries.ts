import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Parts } from './parts.ts'
import { ProblemError } from './problem.ts'

/** Somebody tries a secret. */
export interface Try {
  /** What the secret opens, for instance a room's code; its own name, so that tries elsewhere do not count here. */
  place: string
  /** From where, as `addressReader` tells it. */
  address: string
}

type Find<Found> = () => Found | null | Promise<Found | null>

/** Keeps secrets that people type from being guessed. */
export interface Tries {
  /**
   * Judges what was tried, those of one address one after the other. Only wrong tries count, so that any number of
   * people who know the secret come in from one address, and an address without wrong tries is always heard.
   * @param find what the secret opens; null: it is wrong
   * @throws ProblemError too_many_tries, with the seconds until this address is heard again; nothing was judged
   */
  judge<Found>(what: Try, find: Find<Found>): Promise<Found | null>
}

/** Wrong tries are forgotten after so many seconds. */
const window = 60 * 60
/** Wrong tries of one address that cost nothing: at one place, at one that is under attack, over all places. */
const freeHere = 10
const freeInAttack = 3
const freeAnywhere = 30
/** So many wrong tries at one place, from wherever, are an attack: operators are told, and again for as many more. */
const attack = 200
/** After those each costs a pause, twice as long every time: from 1 to 60, in an attack from 30 to 300 pauses. */
const pauses = { usual: [1, 60], attack: [30, 300] } as const

/**
 * Counts in memory, each process for itself. In an attack from 10,000 addresses each is heard some twenty times
 * an hour: of the 10⁹ codes of nine digits that is 0.5 % a day, and the host can draw another code at any time.
 */
export function createTries({ pace, log }: Pick<Parts, 'pace' | 'log'>): Tries {
  const here = new RateLimiterMemory({ points: freeHere, duration: window })
  const anywhere = new RateLimiterMemory({ points: freeAnywhere, duration: window })
  const places = new RateLimiterMemory({ points: attack, duration: window })
  const resting = new RateLimiterMemory({ points: 1, duration: window })
  const lines = new Map<string, Promise<unknown>>()

  async function judge<Found>({ place, address }: Try, find: Find<Found>): Promise<Found | null> {
    const rests = await Promise.all([resting.get(`${place} ${address}`), resting.get(address)])
    const rest = Math.max(...rests.map(millisecondsOf))
    if (rest > 0) throw tooMany(rest)
    const found = await find()
    if (found === null) await countWrong(place, address)
    return found
  }

  async function countWrong(place: string, address: string): Promise<void> {
    const [atPlace, overall, byAll] = await Promise.all([
      here.penalty(`${place} ${address}`),
      anywhere.penalty(address),
      places.penalty(place),
    ])
    const isAttack = byAll.consumedPoints >= attack
    const [shortest, longest] = isAttack ? pauses.attack : pauses.usual
    const rest = async (key: string, surplus: number) => {
      if (surplus < 0) return
      const length = Math.min(longest, shortest * 2 ** Math.min(surplus, 10)) * pace.tryPause
      await resting.set(key, 1, length / 1000)
    }
    await rest(`${place} ${address}`, atPlace.consumedPoints - (isAttack ? freeInAttack : freeHere))
    await rest(address, overall.consumedPoints - freeAnywhere)
    if (byAll.consumedPoints % attack === 0) {
      log.warn({ place, wrong: byAll.consumedPoints, minutes: window / 60 }, 'many wrong secrets are tried')
    }
  }

  return {
    judge(what, find) {
      const before = lines.get(what.address) ?? Promise.resolve()
      const turn = before.then(() => judge(what, find))
      const over = turn.catch(() => {})
      lines.set(what.address, over)
      void over.then(() => lines.get(what.address) === over && lines.delete(what.address))
      return turn
    },
  }
}

function millisecondsOf(limit: RateLimiterRes | null): number {
  return limit === null ? 0 : Math.max(0, limit.msBeforeNext)
}

function tooMany(milliseconds: number): ProblemError {
  const seconds = Math.max(2, Math.ceil(milliseconds / 1000))
  return new ProblemError('too_many_tries', { retryAfter: seconds, values: { seconds } })
}
