import { z } from 'zod'
import type { DecisionStep } from '../../contract/me.ts'
import type { LoggedCode } from '../../contract/operator.ts'
import { decisionLimits } from '../platform/limits.ts'
import type { Store } from '../platform/store/database.ts'
import { day } from '../platform/time/spans.ts'
import { readCode, readSteps } from './logged.ts'
import type { Identity, Profile } from './people.ts'

export interface Row {
  ref: string
  allowed: boolean
  code: LoggedCode
  steps: DecisionStep[]
  idTokenClaims: readonly string[] | null
  lastAt: number
}

export interface Written extends Omit<Row, 'lastAt'> {
  identity: Identity
  profile: Profile | null
  /** Somebody of whom it is known now to which organisations they belong; null: nobody. */
  person: string | null
  organisations: { organisation: string; way: string | null; matched: string | null }[]
  /** Organisations among them that the person administers. */
  administered: string[]
  groups: ReadonlySet<string> | null
}

const keptDays = 90

/** Days for which groups, and claims of refused people, are kept. */
const groupsKeptDays = 30

export async function readLatest(store: Store, { issuer, subject }: Identity): Promise<Row | null> {
  const row = await store
    .selectFrom('decisions')
    .select(['ref', 'allowed', 'code', 'steps', 'idTokenClaims', 'lastAt'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return {
    ref: row.ref,
    allowed: row.allowed === 1,
    code: readCode(row.code),
    steps: readSteps(row.steps),
    idTokenClaims:
      row.idTokenClaims === null ? null : z.array(z.string()).parse(JSON.parse(row.idTokenClaims)),
    lastAt: row.lastAt,
  }
}

/** Whether as many decisions are kept of an identity as may be: whoever makes them differ crowds out nobody. */
export async function hasMany(store: Store, { issuer, subject }: Identity, now: number): Promise<boolean> {
  const { perDay, perIdentity } = decisionLimits
  const latest = await store
    .selectFrom('decisions')
    .select('at')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .orderBy('at', 'desc')
    .limit(perIdentity)
    .execute()
  return latest.length === perIdentity || (latest[perDay - 1]?.at ?? 0) > now - day
}

export async function write(db: Store, row: Written, at: number): Promise<void> {
  const { ref, identity } = row
  await bringBack(db, identity, at)
  await db
    .insertInto('decisions')
    .values({ ref, ...identity, ...columnsOf(row), at, lastAt: at })
    .execute()
  await writeOrganisations(db, row)
  await writeGroups(db, row, at)
  await forgetOld(db, at)
}

/**
 * The latest decision is that with the highest time: rows that a clock wrote ahead of this one, of this process or of
 * another, would hide what is decided now.
 */
async function bringBack(db: Store, { issuer, subject }: Identity, at: number): Promise<void> {
  await db
    .updateTable('decisions')
    .set({ at: at - 1, lastAt: at - 1 })
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .where('at', '>=', at)
    .execute()
}

/** In place of the latest one. */
export async function writeOver(db: Store, row: Written, at: number): Promise<void> {
  const { ref } = row
  await db
    .updateTable('decisions')
    .set({ ...columnsOf(row), lastAt: at })
    .where('ref', '=', ref)
    .execute()
  await db.deleteFrom('decisionOrganisations').where('ref', '=', ref).execute()
  await writeOrganisations(db, row)
  await writeGroups(db, row, at)
}

function columnsOf({ profile, allowed, code, steps, idTokenClaims }: Written) {
  return {
    allowed: allowed ? 1 : 0,
    code,
    steps: JSON.stringify(steps),
    name: profile?.name ?? null,
    email: profile?.email ?? null,
    idTokenClaims: idTokenClaims === null ? null : JSON.stringify(idTokenClaims),
  }
}

async function writeOrganisations(db: Store, { ref, organisations }: Written): Promise<void> {
  const rows = organisations.map((organisation) => ({ ref, ...organisation }))
  if (rows.length > 0) await db.insertInto('decisionOrganisations').values(rows).execute()
}

/** Nothing changed: it was seen again. */
export async function touch(db: Store, row: Written, at: number): Promise<void> {
  // Another process may have forgotten the steps just now.
  const steps = JSON.stringify(row.steps)
  await db.updateTable('decisions').set({ lastAt: at, steps }).where('ref', '=', row.ref).execute()
  await writeGroups(db, row, at)
}

async function writeGroups(db: Store, { identity, groups }: Written, at: number): Promise<void> {
  const { issuer, subject } = identity
  await db.deleteFrom('groupsSeen').where('issuer', '=', issuer).where('subject', '=', subject).execute()
  const rows = [...(groups ?? [])]
    .filter((name) => name.length <= 255 && !name.includes('\0') && name.isWellFormed())
    .slice(0, decisionLimits.groupsPerToken)
    .map((name) => ({ issuer, subject, name, at }))
  if (rows.length > 0) await db.insertInto('groupsSeen').values(rows).execute()
}

async function forgetOld(db: Store, at: number): Promise<void> {
  const oldest = at - keptDays * day
  await db
    .deleteFrom('decisionOrganisations')
    .where('ref', 'in', db.selectFrom('decisions').select('ref').where('lastAt', '<', oldest))
    .execute()
  await db.deleteFrom('decisions').where('lastAt', '<', oldest).execute()
  await db
    .updateTable('decisions')
    .set({ steps: '[]' })
    .where('allowed', '=', 0)
    .where('lastAt', '<', at - groupsKeptDays * day)
    .execute()
  await db
    .deleteFrom('groupsSeen')
    .where('at', '<', at - groupsKeptDays * day)
    .execute()
}
