import type { PresentationChange, PresentationKind } from '../../../contract/presentations.ts'
import { FileProblem } from '../../../contract/presentations.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { type ArrivedFile, UploadProblem } from '../../platform/files/files.ts'
import { listLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockRoom, type RoomRow } from '../../platform/store/rows.ts'
import { day, hour } from '../../platform/time/spans.ts'
import { restoreDays } from '../rooms/rules.ts'
import { inspect } from './inspect.ts'
import { fileName } from './names.ts'
import {
  changePresentation,
  countPresentations,
  deletedPresentations,
  findPresentation,
  forgetPresentation,
  lastPosition,
  leftBehind,
  type PresentationRow,
  presentationsOf,
} from './store.ts'

/** Actions on the files of a room; the caller has checked that the person is host there. */
export interface Presentations {
  /** In their order. */
  of(room: Pick<RoomRow, 'id'>): Promise<PresentationRow[]>
  limits(): { bytes: number; count: number }
  /**
   * Takes a file in, at the end of the room's.
   * @param name as its owner's computer names it
   * @param announced how many bytes are to come; null where nobody says
   * @throws ProblemError file_refused, presentations_full, body_invalid where its sender is gone
   */
  add(
    room: RoomRow,
    name: string,
    body: ReadableStream<Uint8Array> | null,
    announced: number | null,
  ): Promise<PresentationRow>
  /** @throws ProblemError presentation_unknown */
  one(room: RoomRow, id: string): Promise<PresentationRow>
  /** @throws ProblemError presentation_unknown, file_refused where the name is none for what it is */
  change(room: RoomRow, id: string, change: PresentationChange): Promise<PresentationRow>
  /** @throws ProblemError presentation_unknown */
  remove(room: RoomRow, id: string): Promise<void>
  /** @throws ProblemError presentation_unknown, presentations_full */
  restore(room: RoomRow, id: string): Promise<PresentationRow>
  /** Removes the files that nobody can ask for any more. */
  sweep(): Promise<void>
}

/** Longer than this no file is on its way: its process ended meanwhile. */
const arrival = hour
/** A deleted one can be restored for this long: somebody who has second thoughts has them soon. */
const restorable = day

type Needed = Pick<Environment, 'settings' | 'store' | 'files' | 'now' | 'random' | 'log'>

export function createPresentations(env: Needed): Presentations {
  const { store, files, now, random, log } = env
  const { maxMegabytes, perRoom } = env.settings.presentations
  const limits = { bytes: maxMegabytes * 1_000_000, count: perRoom }

  async function existing(db: Db, room: RoomRow, id: string): Promise<PresentationRow> {
    const found = await findPresentation(db, room.id, id)
    if (!found || found.deletedAt !== null) throw new ProblemError('presentation_unknown')
    return found
  }

  /** In a transaction that holds the room's row: of two at once one is too many. */
  async function assertOneLeft(db: Db, room: RoomRow): Promise<void> {
    await lockRoom(db, room.id)
    if ((await countPresentations(db, room.id, now() - arrival)) < limits.count) return
    throw new ProblemError('presentations_full', { values: { limit: limits.count } })
  }

  async function receive(body: ReadableStream<Uint8Array> | null): Promise<ArrivedFile> {
    if (!body) throw refusal('empty')
    try {
      return await files.receive(body, limits.bytes)
    } catch (error) {
      if (!(error instanceof UploadProblem)) throw lost(error)
      if (error.reason === 'too_large') throw tooLarge()
      throw new ProblemError('body_invalid', { cause: error })
    }
  }

  function tooLarge(): ProblemError {
    return refusal('too_large', maxMegabytes)
  }

  async function judge(arrived: ArrivedFile, raw: string): Promise<Pick<PresentationRow, 'name' | 'kind'>> {
    const kind = await inspect(arrived)
    if (isFileProblem(kind)) throw refusal(kind)
    return { kind, name: named(raw, kind) }
  }

  /** Its row comes first: what a process left undone when it ended is found again by it. */
  async function keep(room: RoomRow, arrived: ArrivedFile, known: { name: string; kind: PresentationKind }) {
    const row: PresentationRow = {
      id: random.uuid(),
      roomId: room.id,
      ...known,
      bytes: arrived.size,
      position: 0,
      createdAt: now(),
      keptAt: null,
      deletedAt: null,
    }
    await store.transaction().execute(async (db) => {
      await assertOneLeft(db, room)
      row.position = (await lastPosition(db, room.id)) + 1
      await db.insertInto('presentations').values(row).execute()
    })
    try {
      await arrived.keep(row.id)
    } catch (error) {
      await forgetPresentation(store, row.id)
      throw lost(error)
    }
    const kept = { keptAt: now() }
    await changePresentation(store, row.id, kept)
    return { ...row, ...kept }
  }

  /** In a transaction that holds the room's row: the order is numbered anew, the later change upon the earlier. */
  async function move(db: Db, room: RoomRow, id: string, position: number): Promise<void> {
    const ids = (await presentationsOf(db, room.id)).map((one) => one.id).filter((one) => one !== id)
    const order = ids.toSpliced(position, 0, id)
    for (const [place, one] of order.entries()) await changePresentation(db, one, { position: place })
  }

  async function sweep(): Promise<void> {
    await files.sweep()
    const gone = await leftBehind(store, {
      deleted: now() - restorable,
      arrived: now() - arrival,
      roomDeleted: now() - restoreDays * day,
    })
    for (const { id } of gone) await removeForGood(id)
  }

  async function removeForGood(id: string): Promise<void> {
    await files.remove(id)
    await forgetPresentation(store, id)
  }

  /** … of what nobody can restore any more: where the files are away just now, it is swept later. */
  async function removeIfPossible({ id }: { id: string }): Promise<void> {
    await removeForGood(id).catch((err) => log.warn({ err, id }, 'a deleted presentation is not removed yet'))
  }

  return {
    of: (room) => presentationsOf(store, room.id),
    limits: () => limits,
    one: (room, id) => existing(store, room, id),
    async add(room, name, body, announced) {
      if (announced !== null && announced > limits.bytes) throw tooLarge()
      const arrived = await receive(body)
      try {
        return await keep(room, arrived, await judge(arrived, name))
      } catch (error) {
        await arrived.discard()
        throw error
      }
    },
    async change(room, id, { name, position }) {
      return await store.transaction().execute(async (db) => {
        await lockRoom(db, room.id)
        const row = await existing(db, room, id)
        const newName = name === undefined ? row.name : named(name, row.kind)
        if (position !== undefined) await move(db, room, id, position)
        if (newName !== row.name) await changePresentation(db, id, { name: newName })
        return { ...row, name: newName }
      })
    },
    async remove(room, id) {
      // Adding and deleting again and again fills no disk.
      const surplus = await store.transaction().execute(async (db) => {
        await lockRoom(db, room.id)
        await existing(db, room, id)
        await changePresentation(db, id, { deletedAt: now() })
        const deleted = await deletedPresentations(db, room.id)
        const tooMany = deleted.slice(listLimits.deletedFilesPerRoom)
        // From here on nobody restores them, though their files are there for a moment.
        for (const one of tooMany) await changePresentation(db, one.id, { keptAt: null })
        return tooMany
      })
      await Promise.all(surplus.map(removeIfPossible))
    },
    async restore(room, id) {
      return await store.transaction().execute(async (db) => {
        await assertOneLeft(db, room)
        const row = await findPresentation(db, room.id, id)
        if (!row?.deletedAt || row.deletedAt < now() - restorable)
          throw new ProblemError('presentation_unknown')
        await changePresentation(db, id, { deletedAt: null })
        return { ...row, deletedAt: null }
      })
    },
    sweep,
  }
}

function isFileProblem(found: PresentationKind | FileProblem): found is FileProblem {
  return FileProblem.safeParse(found).success
}

function named(raw: string, kind: PresentationKind): string {
  const judged = fileName(raw, kind)
  if ('problem' in judged) throw refusal(judged.problem)
  return judged.name
}

function refusal(reason: FileProblem, limit?: number): ProblemError {
  return new ProblemError('file_refused', { values: limit === undefined ? { reason } : { reason, limit } })
}

/** The files are away like a database that is away: full, read-only, not reached. */
function lost(cause: unknown): ProblemError {
  return new ProblemError('store_unavailable', { cause, retryAfter: 30 })
}
