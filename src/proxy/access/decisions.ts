import { LRUCache } from 'lru-cache'
import { type Decision, DecisionStep } from '../../contract/me.ts'
import type { LoggedCode } from '../../contract/operator.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { newRef } from '../platform/http/answers.ts'
import { decisionLimits } from '../platform/limits.ts'
import type { Store } from '../platform/store/database.ts'
import { writeIfPossible } from '../platform/store/later.ts'
import { hour } from '../platform/time/spans.ts'
import type { Outcome } from './decide.ts'
import { hasMany, type Row, readLatest, touch, type Written, write, writeOver } from './decision-store.ts'
import { endGivenRights } from './ended-memberships.ts'
import type { Identity, Profile } from './people.ts'

/** The decision for an identity, and what is kept with it. */
export interface Decided {
  identity: Identity
  profile: Profile
  /** The person of the identity; null: not known yet. */
  person: string | null
  outcome: Outcome
  /** All groups of the token. */
  groups: ReadonlySet<string> | null
  idTokenClaims: readonly string[] | null
}

/** A token whose signature was right and that was refused all the same. */
export interface RefusedToken {
  issuer: string
  /** Empty where it has none. */
  subject: string
  code: LoggedCode
  expected: string[]
  received: string[]
}

/** The log of decisions: one row where a person is refused or where their outcome changed, not one per request. */
export interface DecisionLog {
  /** The decision with its reference: the same one as long as the outcome stays the same. */
  keep(decided: Decided): Promise<Decision>
  /** @returns the reference */
  keepRefusedToken(refused: RefusedToken): Promise<string>
  /** Names of the claims in the person's ID token, when they were last refused. */
  idTokenClaims(identity: Identity): Promise<readonly string[] | null>
}

/** A page asks several things at once; later another process may have written, or the steps are forgotten. */
const rememberedFor = 10_000

type LogDependencies = Pick<Environment, 'settings' | 'store' | 'now' | 'random' | 'log'>

export function createDecisionLog(env: LogDependencies): DecisionLog {
  const latest = new LRUCache<string, { row: Row; readAt: number }>({ max: decisionLimits.remembered })
  const underWay = new Map<string, Promise<Row>>()

  function remember(key: string, row: Row): void {
    latest.set(key, { row, readAt: env.now() })
  }

  async function last(identity: Identity): Promise<Row | null> {
    const key = keyOf(identity)
    const known = latest.get(key)
    // A clock that was set back makes nothing new.
    if (known && Math.abs(env.now() - known.readAt) < rememberedFor) return known.row
    const row = await readLatest(env.store, identity)
    if (row) remember(key, row)
    return row
  }

  async function settle(wanted: Omit<Written, 'ref'>): Promise<Row> {
    const before = await last(wanted.identity)
    const now = env.now()
    const unchanged = before !== null && isSame(before, wanted)
    if (unchanged && now - before.lastAt <= hour) return before
    const isOver = before !== null && !unchanged && (await hasMany(env.store, wanted.identity, now))
    const ref = unchanged || isOver ? before.ref : newRef(env.random)
    const writeNow = () =>
      env.store.transaction().execute(async (db) => {
        if (unchanged) await touch(db, { ...wanted, ref }, now)
        else if (isOver) await writeOver(db, { ...wanted, ref }, now)
        else await write(db, { ...wanted, ref }, now)
        await endLeft(db, wanted, now)
      })
    // A refusal is told with a reference that operators find; nobody looks for that of somebody who comes in.
    if (unchanged || wanted.allowed) await writeIfPossible(env.log, 'decision', writeNow)
    else await writeNow()
    const { allowed, code, steps, idTokenClaims } = wanted
    return { ref, allowed, code, steps, idTokenClaims, lastAt: now }
  }

  /** Ends the rights that somebody gave to others as a member or an administrator, and no longer is. */
  async function endLeft(db: Store, wanted: Omit<Written, 'ref'>, at: number) {
    const { person, identity, organisations, administered } = wanted
    if (person === null) return
    const memberOf = organisations.filter(({ way }) => way !== null).map((one) => one.organisation)
    await endGivenRights(db, person, { identity, organisations: memberOf, administered }, env.settings, at)
  }

  /** A page asks several things at once: the first one's decision serves them all. */
  async function keep(wanted: Omit<Written, 'ref'>): Promise<Row> {
    const key = keyOf(wanted.identity)
    await underWay.get(key)?.catch(() => {})
    const running = settle(wanted).finally(() => underWay.delete(key))
    underWay.set(key, running)
    const row = await running
    if (latest.get(key)?.row !== row) remember(key, row)
    return row
  }

  return {
    async keep({ identity, profile, person, outcome, groups, idTokenClaims }) {
      const { allowed, code } = outcome
      // How many rooms somebody has made is no reason for another row.
      const steps = outcome.steps.filter(({ step }) => step !== 'limits')
      const organisations = concerned(outcome)
      const { ref } = await keep({
        identity,
        profile,
        // Suspended people have no rights for a time: what they are members of is not looked at.
        person: code === 'person_suspended' ? null : person,
        allowed,
        code,
        steps,
        organisations,
        administered: outcome.organisations.filter((one) => one.administrator).map(({ id }) => id),
        groups,
        idTokenClaims: allowed ? null : idTokenClaims,
      })
      return { ref, allowed, code, steps: outcome.steps }
    },
    async keepRefusedToken({ issuer, subject, code, expected, received }) {
      const step = { step: 'token', organisation: null, ok: false, expected, received } as const
      const { ref } = await keep({
        identity: { issuer, subject },
        profile: null,
        person: null,
        allowed: false,
        code,
        steps: [DecisionStep.parse(step)],
        organisations: [],
        administered: [],
        groups: null,
        idTokenClaims: null,
      })
      return ref
    },
    async idTokenClaims(identity) {
      return (await last(identity))?.idTokenClaims ?? null
    },
  }
}

function keyOf({ issuer, subject }: Identity): string {
  return JSON.stringify([issuer, subject])
}

/** Somebody in the group above is near everything below it: that says little of whose member they should be. */
function concerned({ organisations, steps }: Outcome): Written['organisations'] {
  const near = steps.flatMap(({ organisation, ok, nearMisses, fixes }) => {
    const isNear =
      nearMisses.some(({ differences }) => !differences.includes('parent')) ||
      fixes.some((fix) => fix.includes('email'))
    return organisation && ok !== true && isNear
      ? [{ organisation: organisation.id, way: null, matched: null }]
      : []
  })
  return [...organisations.map(({ id, way, matched }) => ({ organisation: id, way, matched })), ...near]
}

function isSame(row: Row, wanted: Omit<Written, 'ref'>): boolean {
  return (
    row.allowed === wanted.allowed &&
    row.code === wanted.code &&
    JSON.stringify(row.idTokenClaims) === JSON.stringify(wanted.idTokenClaims) &&
    JSON.stringify(row.steps) === JSON.stringify(wanted.steps)
  )
}
