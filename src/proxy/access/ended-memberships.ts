import { expressionBuilder } from 'kysely'
import type { Settings } from '../platform/settings/settings.ts'
import type { Db } from '../platform/store/database.ts'
import type { Tables } from '../platform/store/schema.ts'
import { currentlyAdministered, currentMemberships } from './current.ts'
import { endHostLinks, withdrawOffers } from './given-rights.ts'
import type { Identity } from './people.ts'

/** One identity of somebody, and the organisations to which it belongs by what was just learnt. */
interface Learnt {
  identity: Identity
  organisations: readonly string[]
  /** Organisations among them that it administers. */
  administered: readonly string[]
}

/**
 * In a transaction: ends what a person gave to others in rooms of organisations as somebody who they are no longer: the
 * host links of a member, as those of a removed co-host end, and the offers that nobody took up yet of whoever managed
 * the room, as its creator or as an administrator. Whoever is a co-host there by name keeps their links; co-hosts offer
 * nothing. What somebody's other identities were last told counts as well: one that knows of no membership does not end
 * another's.
 * @param at epoch milliseconds
 */
export async function endGivenRights(
  db: Db,
  person: string,
  { identity, organisations, administered }: Learnt,
  settings: Pick<Settings, 'signIn' | 'organisations'>,
  at: number,
): Promise<void> {
  const memberOf = [...organisations, ...(await currentMemberships(db, person, settings, identity))]
  const powerIn = [...administered, ...(await currentlyAdministered(db, person, settings, identity))]
  const administratorOf = memberOf.filter((id) => powerIn.includes(id))
  const ofOrganisations = db
    .selectFrom('rooms')
    .select('rooms.id')
    .where('rooms.ownedBy', '=', 'organisation')
  const left = ofOrganisations.where(isOutside(memberOf))
  const unmanaged = ofOrganisations
    .where(isOutside(administratorOf))
    .where(({ or, eb }) => or([eb('rooms.ownerId', '<>', person), isOutside(memberOf)]))
  const coHosted = db.selectFrom('cohosts').select('cohosts.roomId').where('cohosts.personId', '=', person)
  await endHostLinks(db, at)
    .where('createdBy', '=', person)
    .where('roomId', 'in', left)
    .where('roomId', 'not in', coHosted)
    .execute()
  await withdrawOffers(db, at).where('madeBy', '=', person).where('roomId', 'in', unmanaged).execute()
}

/** Condition on a room: it belongs to none of these organisations. */
function isOutside(organisations: readonly string[]) {
  const { eb, lit } = expressionBuilder<Tables, 'rooms'>()
  return organisations.length === 0 ? lit(true) : eb('rooms.organisation', 'not in', organisations)
}

/** An entry was taken off an organisation's list: it was the last decision's reason, or the person is still a member. */
export async function endListedMembership(
  db: Db,
  organisation: string,
  identity: Identity,
  settings: Pick<Settings, 'signIn' | 'organisations'>,
  at: number,
): Promise<void> {
  const person = await db
    .selectFrom('identities')
    .select('personId')
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .executeTakeFirst()
  if (!person) return
  const last = await db
    .selectFrom('decisions')
    .select('ref')
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = await db
    .selectFrom('decisionOrganisations')
    .select(['organisation', 'way'])
    .where('ref', '=', last?.ref ?? '')
    .where('way', 'is not', null)
    .execute()
  const kept = rows.filter((row) => row.organisation !== organisation || row.way !== 'list')
  const organisations = kept.map((row) => row.organisation)
  const administered = await currentlyAdministered(db, person.personId, settings)
  await endGivenRights(db, person.personId, { identity, organisations, administered }, settings, at)
}
