import type { Selectable } from 'kysely'
import type { SignedIn } from '../../access/access.ts'
import { isEmail, normalEmail } from '../../access/claims.ts'
import { endListedMembership } from '../../access/ended-memberships.ts'
import { claimOf } from '../../access/entries.ts'
import { isHashOf, linkDays, newSecret, readSecret } from '../../platform/crypto/secret-links.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { assertListAndDayLeft } from '../../platform/limits/lists.ts'
import { listLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockOwner } from '../../platform/store/rows.ts'
import type { MembersTable } from '../../platform/store/schema.ts'
import { day } from '../../platform/time/spans.ts'

/** An entry of an organisation's list, with the names of those who changed it. */
export type MemberRow = Selectable<MembersTable> & { addedName: string | null; removedName: string | null }

/** The organisations' own lists of members: who is let in by name, where no group can be mended. */
export interface Members {
  /** All entries, also those that were removed in the last year, the newest first. */
  of(organisation: string): Promise<MemberRow[]>
  /** @throws ProblemError fields_invalid, member_listed, list_full, daily_limit_reached */
  add(organisation: string, email: string, by: string): Promise<{ id: string; secret: string }>
  /** A new link: the one before works no longer. @throws ProblemError member_unknown, also once it was claimed */
  renewLink(organisation: string, id: string): Promise<{ id: string; secret: string }>
  /** @throws ProblemError member_unknown */
  remove(organisation: string, id: string, by: string): Promise<void>
  /** The offer of a link. @throws ProblemError invitation_invalid, invitation_taken */
  offered(
    organisation: string,
    secret: string,
    who: SignedIn,
  ): Promise<{ email: string; state: 'open' | 'mine' }>
  /** Takes it up, for one identity and for good. @throws ProblemError invitation_invalid, invitation_taken */
  accept(organisation: string, secret: string, who: SignedIn): Promise<{ email: string }>
  /** Deletes entries that were removed more than a year ago. */
  cleanUp(): Promise<void>
}

const removedDays = 365

export function createMembers(env: Pick<Environment, 'settings' | 'store' | 'now' | 'random'>): Members {
  const { settings, store, now, random } = env

  function newLink(id: string) {
    const { secret, hash } = newSecret(id, random)
    return { secret, columns: { linkHash: hash, linkUntil: now() + linkDays * day } }
  }

  async function linked(organisation: string, secret: string) {
    const link = readSecret(secret)
    if (!link) throw new ProblemError('invitation_invalid')
    const row = await store
      .selectFrom('members')
      .leftJoin('people as adder', 'adder.id', 'members.addedBy')
      .selectAll('members')
      .select('adder.suspendedAt')
      .where('organisation', '=', organisation)
      .where('members.id', '=', link.id)
      .where('removedAt', 'is', null)
      .executeTakeFirst()
    if (!row) throw new ProblemError('invitation_invalid')
    const isRight = row.linkHash !== null && isHashOf(link.key, row.linkHash)
    // Nothing counts that somebody offers who is suspended.
    return { row, opens: isRight && (row.linkUntil ?? 0) > now() && row.suspendedAt === null }
  }

  async function offered(organisation: string, secret: string, { identity }: SignedIn) {
    const { row, opens } = await linked(organisation, secret)
    if (row.claimedAt === null) {
      if (!opens) throw new ProblemError('invitation_invalid')
      return { id: row.id, email: row.email, state: 'open' as const }
    }
    const isMine = row.issuer === identity.issuer && row.subject === identity.subject
    if (!isMine) throw new ProblemError('invitation_taken')
    return { id: row.id, email: row.email, state: 'mine' as const }
  }

  return {
    async of(organisation) {
      return await store
        .selectFrom('members')
        .leftJoin('people as adder', 'adder.id', 'members.addedBy')
        .leftJoin('people as remover', 'remover.id', 'members.removedBy')
        .selectAll('members')
        .select(['adder.name as addedName', 'remover.name as removedName'])
        .where('organisation', '=', organisation)
        .orderBy('addedAt', 'desc')
        .execute()
    },
    async add(organisation, typed, by) {
      const email = normalEmail(typed)
      if (email === '') throw new ProblemError('fields_invalid', { fields: { email: 'required' } })
      if (!isEmail(email)) throw new ProblemError('fields_invalid', { fields: { email: 'invalid' } })
      const id = random.uuid()
      const { secret, columns } = newLink(id)
      await store.transaction().execute(async (db) => {
        // Several people who add to one list at once may add some more.
        await lockOwner(db, by)
        const added = await db
          .insertInto('members')
          .values({ id, organisation, email, addedBy: by, addedAt: now(), ...columns })
          .onConflict((conflict) =>
            conflict.columns(['organisation', 'email']).where('removedAt', 'is', null).doNothing(),
          )
          .executeTakeFirst()
        if (added.numInsertedOrUpdatedRows !== 1n) throw new ProblemError('member_listed')
        await hadEntryLeft(db, { id, organisation }, now())
      })
      return { id, secret }
    },
    async renewLink(organisation, id) {
      const { secret, columns } = newLink(id)
      const { numUpdatedRows } = await store
        .updateTable('members')
        .set(columns)
        .where('organisation', '=', organisation)
        .where('id', '=', id)
        .where('removedAt', 'is', null)
        .where('claimedAt', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new ProblemError('member_unknown')
      return { id, secret }
    },
    async remove(organisation, id, by) {
      await store.transaction().execute(async (db) => {
        const removed = await db
          .updateTable('members')
          .set({ removedBy: by, removedAt: now(), linkHash: null, linkUntil: null })
          .where('organisation', '=', organisation)
          .where('id', '=', id)
          .where('removedAt', 'is', null)
          // Entries of foyer.yaml are changed there.
          .where('addedBy', 'is not', null)
          .returning(['issuer', 'subject'])
          .executeTakeFirst()
        if (!removed) throw new ProblemError('member_unknown')
        const { issuer, subject } = removed
        if (issuer === null || subject === null) return
        await endListedMembership(db, organisation, { issuer, subject }, settings, now())
      })
    },
    offered,
    async accept(organisation, secret, who) {
      const { id, email, state } = await offered(organisation, secret, who)
      if (state === 'mine') return { email }
      const { numUpdatedRows } = await store
        .updateTable('members')
        .set(claimOf(who.identity, who.profile, now()))
        .where('id', '=', id)
        .where('removedAt', 'is', null)
        .where('claimedAt', 'is', null)
        .executeTakeFirst()
      // Somebody else was quicker, or it was withdrawn meanwhile.
      if (numUpdatedRows !== 1n) await offered(organisation, secret, who)
      return { email }
    },
    async cleanUp() {
      await store
        .deleteFrom('members')
        .where('removedAt', '<', now() - removedDays * day)
        .execute()
    },
  }
}

/**
 * In a transaction that has added an entry: whether there was a place for it.
 * @throws ProblemError list_full, daily_limit_reached
 */
async function hadEntryLeft(
  db: Db,
  { id, organisation }: Pick<MemberRow, 'id' | 'organisation'>,
  now: number,
) {
  const others = db.selectFrom('members').where('organisation', '=', organisation).where('id', '<>', id)
  const there = others.where('removedAt', 'is', null)
  const bounds = { most: listLimits.membersPerOrganisation, perDay: listLimits.membersPerDay }
  await assertListAndDayLeft({ there, made: others.select('addedAt as at') }, bounds, now)
}
