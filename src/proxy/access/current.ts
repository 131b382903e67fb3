import { expressionBuilder } from 'kysely'
import { settingsOf } from '../platform/settings/room.ts'
import type { Settings } from '../platform/settings/settings.ts'
import type { Db } from '../platform/store/database.ts'
import type { RoomRow } from '../platform/store/rows.ts'
import type { Tables } from '../platform/store/schema.ts'
import { issuersInUse } from './issuers.ts'
import { isLastDecision } from './last-decision.ts'
import { readSteps } from './logged.ts'
import { type Entry, isListed } from './membership.ts'
import { type Identity, isSuspended } from './people.ts'
import { accessIn } from './room-rights.ts'

/*
 * What counts of somebody at this moment, without a token of theirs: the last decision on each of their identities, as
 * far as its reason still is one. Groups are known from the last token alone.
 */

type Rules = Pick<Settings, 'signIn' | 'organisations'>

interface Reason extends Identity {
  organisation: string
  way: string | null
  matched: string | null
}

/** The last decision about each identity of a person who was let in then. */
function lastDecisions(db: Db, person: string, { signIn }: Pick<Settings, 'signIn'>) {
  return db
    .selectFrom('identities')
    .innerJoin('decisions', (join) =>
      join
        .onRef('decisions.issuer', '=', 'identities.issuer')
        .onRef('decisions.subject', '=', 'identities.subject'),
    )
    .where('identities.personId', '=', person)
    .where('identities.issuer', 'in', issuersInUse(signIn))
    .where('decisions.allowed', '=', 1)
    .where(isLastDecision)
}

/**
 * The organisations to which a person belongs now.
 * @param except an identity that does not count
 */
export async function currentMemberships(
  db: Db,
  person: string,
  settings: Rules,
  except?: Identity,
): Promise<string[]> {
  const reasons = await lastDecisions(db, person, settings)
    .innerJoin('decisionOrganisations as concerned', 'concerned.ref', 'decisions.ref')
    .select([
      'identities.issuer',
      'identities.subject',
      'concerned.organisation',
      'concerned.way',
      'concerned.matched',
    ])
    .where('concerned.way', 'is not', null)
    .$if(except !== undefined, (rows) => rows.where(isOther(except)))
    .execute()
  const isByList = ({ way }: Reason) => way === 'list' || way === 'email'
  const entries = reasons.some(isByList) ? await entriesHeldBy(db, person) : []
  const counting = reasons.filter((reason) => stillCounts(reason, entries, settings))
  return [...new Set(counting.map(({ organisation }) => organisation))]
}

function isOther(except: Identity | undefined) {
  const { or, eb } = expressionBuilder<Tables, 'identities'>()
  return or([
    eb('identities.issuer', '<>', except?.issuer ?? ''),
    eb('identities.subject', '<>', except?.subject ?? ''),
  ])
}

function stillCounts(reason: Reason, entries: readonly Entry[], { organisations }: Rules): boolean {
  const organisation = organisations.find(({ id }) => id === reason.organisation)
  if (!organisation) return false
  const { members, administrators } = organisation
  const { issuer, subject, matched } = reason
  switch (reason.way) {
    case 'group':
      return matched !== null && members.groups.includes(matched)
    case 'administrator':
      return (
        matched !== null && administrators.groups.includes(matched) && administrators.issuers.includes(issuer)
      )
    case 'subject':
      return members.subjects.includes(`${issuer}:${subject}`)
    default:
      return entries.some(
        ({ organisation: of, holder, fromSettings, email }) =>
          of === organisation.id &&
          holder?.issuer === issuer &&
          holder.subject === subject &&
          (!fromSettings || isListed(organisation, email)),
      )
  }
}

/**
 * The organisations in which a person has an administrator's power, by the groups that their last tokens named; whether
 * they are a member there is another question.
 * @param except an identity that does not count
 */
export async function currentlyAdministered(
  db: Db,
  person: string,
  { signIn, organisations }: Rules,
  except?: Identity,
): Promise<string[]> {
  const seen = await db
    .selectFrom('identities')
    .innerJoin('groupsSeen', (join) =>
      join
        .onRef('groupsSeen.issuer', '=', 'identities.issuer')
        .onRef('groupsSeen.subject', '=', 'identities.subject'),
    )
    .select(['identities.issuer', 'groupsSeen.name'])
    .where('identities.personId', '=', person)
    .where('identities.issuer', 'in', issuersInUse(signIn))
    .$if(except !== undefined, (rows) => rows.where(isOther(except)))
    .execute()
  const hasPower = ({ administrators: { issuers, groups } }: Rules['organisations'][number]) =>
    seen.some(({ issuer, name }) => issuers.includes(issuer) && groups.includes(name))
  return organisations.filter(hasPower).map(({ id }) => id)
}

async function entriesHeldBy(db: Db, person: string): Promise<Entry[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.issuer', '=', 'members.issuer')
        .onRef('identities.subject', '=', 'members.subject'),
    )
    .select(['organisation', 'email', 'addedBy', 'identities.issuer', 'identities.subject'])
    .where('identities.personId', '=', person)
    .where('removedAt', 'is', null)
    .execute()
  return rows.map(({ organisation, email, addedBy, issuer, subject }) => ({
    organisation,
    email,
    fromSettings: addedBy === null,
    holder: { issuer, subject },
  }))
}

/**
 * Whether somebody who signed in before is more than a guest in a room now: a member of its organisation, or a host by
 * name; and neither suspended nor somebody whom no rule lets in any more.
 */
export async function isAdmitted(
  db: Db,
  person: string,
  room: RoomRow,
  settings: Settings,
): Promise<boolean> {
  if (await isSuspended(db, person)) return false
  const memberOf = await currentMemberships(db, person, settings)
  if (memberOf.includes(room.organisation)) return true
  const organisations = memberOf.map((id) => ({ id, administrator: false }))
  const { membersStart } = settingsOf(room, settings)
  const coHost = await isCoHost(db, room.id, person)
  const hasPlace = accessIn({ id: person, organisations }, room, { coHost, membersStart }) !== null
  return hasPlace && (memberOf.length > 0 || (await isOperator(db, person, settings)))
}

async function isOperator(db: Db, person: string, settings: Rules): Promise<boolean> {
  const rows = await lastDecisions(db, person, settings).select('decisions.steps').execute()
  return rows
    .flatMap(({ steps }) => readSteps(steps))
    .some(({ step, ok }) => step === 'operators' && ok === true)
}

async function isCoHost(db: Db, roomId: string, personId: string): Promise<boolean> {
  const found = await db
    .selectFrom('cohosts')
    .select('roomId')
    .where('roomId', '=', roomId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return found !== undefined
}
