import type { OfferedRoom, OfferKind, RoomOffer } from '../../../contract/hosts.ts'
import type { Person } from '../../access/access.ts'
import { isEmail, normalEmail } from '../../access/claims.ts'
import { hasRight } from '../../access/room-rights.ts'
import { isHashOf, linkDays, newSecret, readSecret } from '../../platform/crypto/secret-links.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import { nameOfOrganisation } from '../../platform/settings/organisations.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockRoom, type RoomRow } from '../../platform/store/rows.ts'
import { day } from '../../platform/time/spans.ts'
import type { RoomFinder } from '../rooms/room-finder.ts'
import { addCoHost, findRoomById } from '../rooms/store.ts'
import { giveToPerson, organisationAfter } from './ownership.ts'
import { assertOfferLeft, type OfferRow, rows, unanswered, unansweredFor } from './store.ts'

/**
 * Offers of a room's managers to others: to become co-host, or to take the room over. Nothing counts that somebody
 * offers who is suspended.
 */
export interface Offers {
  /** Open offers, the newest first. */
  ofRoom(roomId: string): Promise<OfferRow[]>
  /**
   * A room has one open transfer, and one invitation to an e-mail: a new one takes the place of the one before.
   * @param to somebody by their e-mail, or a person that the maker may pick
   * @throws ProblemError fields_invalid, list_full, daily_limit_reached
   */
  make(
    person: Person,
    room: RoomRow,
    kind: OfferKind,
    to: { email: string } | { person: string },
  ): Promise<{ offer: string; secret: string }>
  /** A new link: the one before works no longer. @throws ProblemError invitation_invalid */
  renewLink(room: RoomRow, id: string): Promise<{ offer: string; secret: string }>
  /** @throws ProblemError invitation_invalid */
  withdraw(person: Person, room: RoomRow, id: string): Promise<void>
  /** Offers to a person, or to an e-mail for which their issuer vouches. */
  for(person: Person): Promise<OfferedRoom[]>
  /**
   * The offer of a link, taken up if so wished.
   * @throws ProblemError invitation_invalid, invitation_taken, and those of a transfer
   */
  open(person: Person, secret: string, accept: boolean): Promise<OfferedRoom>
  /** The answer of whom it is for. @throws ProblemError invitation_invalid, and those of a transfer */
  reply(person: Person, id: string, accept: boolean): Promise<void>
}

export function createOffers(
  env: Pick<Environment, 'settings' | 'store' | 'now' | 'random'>,
  roomFinder: Pick<RoomFinder, 'findById'>,
): Offers {
  const { settings, store, now, random } = env

  const openRows = () => unanswered(store).where('until', '>', now())

  function isFor(person: Person, offer: OfferRow): boolean {
    const { verifiedEmail } = person
    const byEmail = verifiedEmail !== null && offer.email === normalEmail(verifiedEmail)
    return offer.personId === person.id || byEmail
  }

  async function roomOf(offer: OfferRow): Promise<RoomRow> {
    const room = await findRoomById(store, offer.roomId)
    if (!room || room.deletedAt !== null) throw new ProblemError('invitation_invalid')
    return room
  }

  async function show(person: Person, offer: OfferRow, room: RoomRow, state: OfferedRoom['state']) {
    const organisation = offer.kind === 'host' ? room.organisation : organisationAfter(person, room)
    return {
      id: offer.id,
      kind: offer.kind,
      room: { address: room.address, name: room.name },
      by: offer.madeName,
      until: offer.until,
      organisation: nameOfOrganisation(settings, organisation),
      state,
    }
  }

  /** They have what is offered already: their link is not used up by looking. */
  async function hasIt(person: Person, offer: OfferRow): Promise<boolean> {
    const place = await roomFinder.findById(person, offer.roomId)
    if (!place) return false
    return offer.kind === 'host' ? hasRight(place, 'host') : place.roleReason === 'owner'
  }

  /** Of several at once one takes it up. @returns false where another was quicker */
  async function takeUp(person: Person, offer: OfferRow, room: RoomRow): Promise<boolean> {
    return await store.transaction().execute(async (db) => {
      const { deletedAt } = await lockRoom(db, room.id)
      if (deletedAt !== null) throw new ProblemError('invitation_invalid')
      const { numUpdatedRows } = await db
        .updateTable('roomOffers')
        .set({ outcome: 'accepted', endedBy: person.id, endedAt: now(), linkHash: null })
        .where('id', '=', offer.id)
        .where('outcome', 'is', null)
        .where('madeBy', 'in', db.selectFrom('people').select('id').where('suspendedAt', 'is', null))
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) return false
      if (offer.kind === 'transfer') await giveToPerson(db, person, room, env)
      else await addCoHost(db, { room: room.id, person: person.id, by: offer.madeBy, at: now() })
      return true
    })
  }

  /** Withdraws the offer that a new one replaces. */
  async function withdrawSame(db: Db, person: Person, room: RoomRow, kind: OfferKind, email: string | null) {
    const same = db
      .updateTable('roomOffers')
      .set({ outcome: 'withdrawn', endedBy: person.id, endedAt: now(), linkHash: null })
      .where('roomId', '=', room.id)
      .where('outcome', 'is', null)
      .where('kind', '=', kind)
    await (kind === 'transfer' ? same : same.where('email', '=', email)).execute()
  }

  /** The offer that a secret proves. @throws ProblemError invitation_invalid, invitation_taken */
  async function linked(person: Person, secret: string): Promise<OfferRow> {
    const link = readSecret(secret)
    const offer = link && (await rows(store).where('roomOffers.id', '=', link.id).executeTakeFirst())
    if (!offer) throw new ProblemError('invitation_invalid')
    if (offer.outcome === 'accepted') {
      if (offer.endedBy !== person.id) throw new ProblemError('invitation_taken')
      return offer
    }
    const opens = offer.linkHash !== null && isHashOf(link.key, offer.linkHash)
    const counts = offer.outcome === null && offer.until > now() && offer.suspendedAt === null
    if (!opens || !counts) throw new ProblemError('invitation_invalid')
    return offer
  }

  return {
    ofRoom: async (roomId) => await openRows().where('roomId', '=', roomId).execute(),
    async make(person, room, kind, to) {
      const target = 'email' in to ? { email: readEmail(to.email), personId: null } : personTarget(to.person)
      const id = random.uuid()
      const { secret, hash } = newSecret(id, random)
      const at = now()
      await store.transaction().execute(async (db) => {
        await lockRoom(db, room.id)
        await withdrawSame(db, person, room, kind, target.email)
        await assertOfferLeft(db, room.id, at)
        await db
          .insertInto('roomOffers')
          .values({
            id,
            roomId: room.id,
            kind,
            ...target,
            madeBy: person.id,
            madeAt: at,
            until: at + linkDays * day,
            linkHash: hash,
            outcome: null,
            endedBy: null,
            endedAt: null,
          })
          .execute()
      })
      return { offer: id, secret }
    },
    async renewLink(room, id) {
      const { secret, hash } = newSecret(id, random)
      const { numUpdatedRows } = await store
        .updateTable('roomOffers')
        .set({ linkHash: hash, until: now() + linkDays * day })
        .where('roomId', '=', room.id)
        .where('id', '=', id)
        .where('outcome', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new ProblemError('invitation_invalid')
      return { offer: id, secret }
    },
    async withdraw(person, room, id) {
      const { numUpdatedRows } = await store
        .updateTable('roomOffers')
        .set({ outcome: 'withdrawn', endedBy: person.id, endedAt: now(), linkHash: null })
        .where('roomId', '=', room.id)
        .where('id', '=', id)
        .where('outcome', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new ProblemError('invitation_invalid')
    },
    async for(person) {
      const email = person.verifiedEmail === null ? null : normalEmail(person.verifiedEmail)
      const found = await unansweredFor(store, { person: person.id, email: email ?? '' })
      const open = found.filter(({ until }) => until > now())
      const shown = open.map(async (offer) => {
        const room = await findRoomById(store, offer.roomId)
        if (!room || room.deletedAt !== null || (await hasIt(person, offer))) return []
        // A problem is told when they take it up by the link.
        return await show(person, offer, room, 'open')
          .then((one) => [one])
          .catch(() => [])
      })
      return (await Promise.all(shown)).flat()
    },
    async open(person, secret, accept) {
      const offer = await linked(person, secret)
      const room = await roomOf(offer)
      if (offer.outcome === 'accepted' || (await hasIt(person, offer))) {
        return await show(person, offer, room, 'mine')
      }
      if (!accept) return await show(person, offer, room, 'open')
      // Somebody else was quicker, or it was withdrawn meanwhile: what is so now is said.
      if (!(await takeUp(person, offer, room))) await linked(person, secret)
      return await show(person, offer, await roomOf(offer), 'mine')
    },
    async reply(person, id, accept) {
      const offer = await openRows().where('roomOffers.id', '=', id).executeTakeFirst()
      if (!offer || !isFor(person, offer)) throw new ProblemError('invitation_invalid')
      if (accept) {
        if (!(await takeUp(person, offer, await roomOf(offer)))) throw new ProblemError('invitation_invalid')
        return
      }
      await store
        .updateTable('roomOffers')
        .set({ outcome: 'declined', endedBy: person.id, endedAt: now(), linkHash: null })
        .where('id', '=', offer.id)
        .where('outcome', 'is', null)
        .execute()
    },
  }
}

/** An open offer as the managers of the room see it. */
export function shownOffer(row: OfferRow): RoomOffer {
  return {
    id: row.id,
    kind: row.kind,
    to: row.email ?? row.personName ?? '',
    made: { by: row.madeName, at: row.madeAt },
    until: row.until,
  }
}

function personTarget(person: string) {
  return { email: null, personId: person }
}

function readEmail(typed: string): string {
  const email = normalEmail(typed)
  if (email === '') throw new ProblemError('fields_invalid', { fields: { email: 'required' } })
  if (!isEmail(email)) throw new ProblemError('fields_invalid', { fields: { email: 'invalid' } })
  return email
}
