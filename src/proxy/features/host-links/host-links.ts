import type { Selectable } from 'kysely'
import { isHashOf, newSecret, readSecret } from '../../platform/crypto/secret-links.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { assertListAndDayLeft } from '../../platform/limits/lists.ts'
import { listLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockRoom } from '../../platform/store/rows.ts'
import type { HostLinksTable } from '../../platform/store/schema.ts'
import { cleanName } from '../../platform/text/text.ts'
import { day } from '../../platform/time/spans.ts'

export type HostLinkRow = Selectable<HostLinksTable> & { createdName: string }

/** Links that give a host's rights in one room, without signing in. */
export interface HostLinks {
  /** Host links that were not revoked, the newest first. */
  of(roomId: string): Promise<HostLinkRow[]>
  /**
   * @param days how long it works; null: until it is revoked
   * @returns the link's row, and its secret, which is told this once
   * @throws ProblemError fields_invalid (label), list_full, daily_limit_reached
   */
  make(
    roomId: string,
    label: string,
    days: number | null,
    by: string,
  ): Promise<{ row: HostLinkRow; secret: string }>
  /** @throws ProblemError host_link_unknown, alike for foreign and unknown */
  revoke(roomId: string, id: string): Promise<void>
  /** A link of this room that works now; none that a suspended person made. */
  find(roomId: string, id: string): Promise<HostLinkRow | null>
  /** The link whose secret this is, if it works now. */
  opened(roomId: string, secret: string): Promise<HostLinkRow | null>
  /** Somebody came in by it. */
  used(id: string): Promise<void>
}

export function createHostLinks(env: Pick<Environment, 'store' | 'now' | 'random'>): HostLinks {
  const { store, now, random } = env

  function rows(roomId: string) {
    return store
      .selectFrom('hostLinks')
      .innerJoin('people', 'people.id', 'hostLinks.createdBy')
      .selectAll('hostLinks')
      .select('people.name as createdName')
      .where('roomId', '=', roomId)
      .where('revokedAt', 'is', null)
      .orderBy('hostLinks.createdAt', 'desc')
  }

  async function find(roomId: string, id: string): Promise<HostLinkRow | null> {
    // PostgreSQL takes no NUL, not even to say that there is no such row.
    if (id.includes('\0')) return null
    const row = await rows(roomId)
      .where('hostLinks.id', '=', id)
      .where('people.suspendedAt', 'is', null)
      .executeTakeFirst()
    return row && (row.expiresAt ?? Number.POSITIVE_INFINITY) > now() ? row : null
  }

  return {
    of: (roomId) => rows(roomId).execute(),
    find,
    async make(roomId, typed, days, by) {
      const cleaned = cleanName(typed)
      if ('problem' in cleaned)
        throw new ProblemError('fields_invalid', { fields: { label: cleaned.problem } })
      const id = random.uuid()
      const { secret, hash } = newSecret(id, random)
      const made = {
        id,
        roomId,
        label: cleaned.name,
        secretHash: hash,
        createdBy: by,
        createdAt: now(),
        expiresAt: days === null ? null : now() + days * day,
      }
      await store.transaction().execute(async (db) => {
        await lockRoom(db, roomId)
        await assertLinkLeft(db, roomId, now())
        await db.insertInto('hostLinks').values(made).execute()
      })
      const row = await find(roomId, id)
      if (!row) throw new Error(`host link ${id} is gone`)
      return { row, secret }
    },
    async revoke(roomId, id) {
      const { numUpdatedRows } = await store
        .updateTable('hostLinks')
        .set({ revokedAt: now() })
        .where('roomId', '=', roomId)
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new ProblemError('host_link_unknown')
    },
    async opened(roomId, secret) {
      const link = readSecret(secret)
      const row = link && (await find(roomId, link.id))
      return row && isHashOf(link.key, row.secretHash) ? row : null
    },
    async used(id) {
      await store.updateTable('hostLinks').set({ lastUsedAt: now() }).where('id', '=', id).execute()
    },
  }
}

/** @throws ProblemError list_full, daily_limit_reached */
async function assertLinkLeft(db: Db, roomId: string, now: number): Promise<void> {
  const ofRoom = db.selectFrom('hostLinks').where('roomId', '=', roomId)
  const there = ofRoom.where('revokedAt', 'is', null)
  const bounds = { most: listLimits.hostLinksPerRoom, perDay: listLimits.hostLinksPerDay }
  await assertListAndDayLeft({ there, made: ofRoom.select('createdAt as at') }, bounds, now)
}
