import { z } from 'zod'
import { WaitingGuest } from '../../../contract/rooms.ts'
import { createSeal } from '../../platform/crypto/sealed.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { WaitingGuestsTable } from '../../platform/store/schema.ts'

/** Waiting guests of one room: their number, and the first of them. */
export interface Waiting {
  count: number
  guests: WaitingGuest[]
}

/** Waiting guests at the other processes, as of a moment ago. */
export interface WaitingPeers {
  in(roomId: string): Waiting
  close(): void
}

const nobody: Waiting = { count: 0, guests: [] }

/** Waiting peers of an installation with one process: none. */
export const noWaitingPeers: WaitingPeers = { in: () => nobody, close: () => {} }

/** A process of which nothing was heard for so many beats is gone: it tells of its last guests no more. */
const silentBeats = 6

interface WaitingPeersDependencies extends Pick<Environment, 'store' | 'random' | 'log'> {
  settings: Pick<Settings, 'secret'>
  pace: Pick<Environment['pace'], 'beat'>
}

/**
 * Tells the other processes at every beat who waits here, and learns who waits there. Names are encrypted, and gone
 * from the store a beat after the last guest has left, or when the process has not been heard of for a while. A row's
 * beat is compared with itself alone, so that the processes' clocks may differ.
 * @param here who waits at this process, by room
 */
export function createWaitingPeers(
  { settings, store, random, log, pace }: WaitingPeersDependencies,
  here: () => Map<string, Waiting>,
): WaitingPeers {
  const process = random.uuid()
  const names = createSeal(settings.secret, 'who waits', Names)
  const others = new Map<string, Heard>()
  let told: string[] = []
  let beat = 0
  /** How often the others were heard: while the store is away nobody falls silent. */
  let heard = 0
  let isFailing = false
  let timer: NodeJS.Timeout | undefined
  let closed = false

  /** @returns nobody's names, where they are of another secret */
  async function open(row: Row): Promise<WaitingGuest[]> {
    const known = await names.open(row.names).catch(() => null)
    return known?.room === row.roomId ? known.guests : []
  }

  async function forget(rooms: readonly string[]): Promise<void> {
    if (rooms.length === 0) return
    await store
      .deleteFrom('waitingGuests')
      .where('process', '=', process)
      .where('roomId', 'in', rooms)
      .execute()
  }

  async function tell(): Promise<void> {
    const rooms = here()
    await forget(told.filter((room) => !rooms.has(room)))
    told = [...rooms.keys()]
    if (told.length === 0) return
    const rows = [...rooms].map(async ([roomId, { count, guests }]) => {
      return { process, roomId, guests: count, names: await names.seal({ room: roomId, guests }), beat }
    })
    await store
      .insertInto('waitingGuests')
      .values(await Promise.all(rows))
      .onConflict((conflict) =>
        conflict.columns(['process', 'roomId']).doUpdateSet((is) => ({
          guests: is.ref('excluded.guests'),
          names: is.ref('excluded.names'),
          beat: is.ref('excluded.beat'),
        })),
      )
      .execute()
  }

  async function listen(): Promise<void> {
    heard += 1
    const rows = await store.selectFrom('waitingGuests').selectAll().where('process', '<>', process).execute()
    const keys = new Set(rows.map(keyOf))
    for (const known of others.keys()) if (!keys.has(known)) others.delete(known)
    for (const row of rows) await hear(row)
  }

  async function hear(row: Row): Promise<void> {
    const before = others.get(keyOf(row))
    if (before?.beat !== row.beat) {
      const waiting = { count: row.guests, guests: await open(row) }
      others.set(keyOf(row), { room: row.roomId, beat: row.beat, heardAt: heard, waiting })
    } else if (heard - before.heardAt >= silentBeats) {
      await store
        .deleteFrom('waitingGuests')
        .where('process', '=', row.process)
        .where('roomId', '=', row.roomId)
        .where('beat', '=', row.beat)
        .execute()
      others.delete(keyOf(row))
    }
  }

  async function turn(): Promise<void> {
    beat += 1
    try {
      await tell()
      await listen()
      isFailing = false
    } catch (error) {
      // Said once for each time that the store is away.
      if (!isFailing && !closed) log.error({ err: error }, 'who waits was not shared')
      isFailing = true
    }
    if (!closed) timer = setTimeout(next, pace.beat).unref()
  }

  function next(): void {
    running = turn()
  }
  let running = turn()

  return {
    in(roomId) {
      const there = [...others.values()].filter(({ room }) => room === roomId).map(({ waiting }) => waiting)
      return {
        count: there.reduce((sum, { count }) => sum + count, 0),
        guests: there.flatMap(({ guests }) => guests),
      }
    },
    close() {
      closed = true
      clearTimeout(timer)
      // The others notice by themselves where this comes too late.
      running.then(() => forget(told)).catch(() => {})
    },
  }
}

type Row = WaitingGuestsTable

/** A report of another process about one room, and its age, in rounds of listening. */
interface Heard {
  room: string
  beat: number
  heardAt: number
  waiting: Waiting
}

const Names = z.object({ room: z.string(), guests: z.array(WaitingGuest) })

const keyOf = ({ process, roomId }: Row) => `${process} ${roomId}`
