import { z } from 'zod'
import { Decision, DecisionStep } from '../../contract/me.ts'
import { newRef } from '../http/answers.ts'
import type { Parts } from '../parts.ts'
import type { Store } from '../store/database.ts'
import type { Outcome } from './decide.ts'
import type { Identity } from './people.ts'

/** The log of decisions: one row where a person is refused or where their outcome changed, not one per request. */
export interface DecisionLog {
  /** The decision with its reference: the same one as long as the outcome stays the same. */
  keep(identity: Identity, outcome: Outcome): Promise<Decision>
}

type Row = Pick<Decision, 'ref' | 'allowed' | 'code' | 'steps'>

const day = 24 * 60 * 60 * 1000
const keptDays = 90
/** What refused people's tokens said, group names among it, is kept for a shorter time. */
const refusedStepsDays = 30
const mostRemembered = 5_000

export function createDecisionLog(parts: Pick<Parts, 'store' | 'now' | 'random'>): DecisionLog {
  const latest = new Map<string, Row>()

  function remember(key: string, row: Row): void {
    latest.delete(key)
    latest.set(key, row)
    const oldest = latest.keys().next().value
    if (latest.size > mostRemembered && oldest !== undefined) latest.delete(oldest)
  }

  return {
    async keep(identity, { allowed, code, steps }) {
      const key = JSON.stringify([identity.issuer, identity.subject])
      const before = latest.get(key) ?? (await readLatest(parts.store, identity))
      const unchanged = before !== null && isSame(before, { allowed, code, steps })
      const row = unchanged ? before : { ref: newRef(parts.random), allowed, code, steps }
      if (!unchanged) await write(parts.store, identity, row, parts.now())
      remember(key, row)
      return row
    },
  }
}

function isSame(row: Row, outcome: Omit<Row, 'ref'>): boolean {
  return (
    row.allowed === outcome.allowed &&
    row.code === outcome.code &&
    JSON.stringify(row.steps) === JSON.stringify(outcome.steps)
  )
}

async function readLatest(store: Store, { issuer, subject }: Identity): Promise<Row | null> {
  const row = await store
    .selectFrom('decisions')
    .select(['ref', 'allowed', 'code', 'steps'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const code = Decision.shape.code.parse(row.code)
  return { ref: row.ref, allowed: row.allowed === 1, code, steps: readSteps(row.steps) }
}

function readSteps(text: string): DecisionStep[] {
  return z.array(DecisionStep).parse(JSON.parse(text))
}

async function write(store: Store, identity: Identity, row: Row, at: number): Promise<void> {
  const { ref, allowed, code, steps } = row
  await store
    .insertInto('decisions')
    .values({ ref, ...identity, allowed: allowed ? 1 : 0, code, steps: JSON.stringify(steps), at })
    .execute()
  await forgetOld(store, at)
}

async function forgetOld(store: Store, at: number): Promise<void> {
  await store
    .deleteFrom('decisions')
    .where('at', '<', at - keptDays * day)
    .execute()
  await store
    .updateTable('decisions')
    .set({ steps: '[]' })
    .where('allowed', '=', 0)
    .where('at', '<', at - refusedStepsDays * day)
    .execute()
}
