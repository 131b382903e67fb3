import type { ExpressionBuilder } from 'kysely'
import type { Tables } from '../platform/store/schema.ts'

type OfDecision = ExpressionBuilder<Tables, 'decisions'>

/** Later decisions on the identity that a decision is on, as `later`. */
export function laterDecisions({ selectFrom }: Pick<OfDecision, 'selectFrom'>) {
  return selectFrom('decisions as later')
    .whereRef('later.issuer', '=', 'decisions.issuer')
    .whereRef('later.subject', '=', 'decisions.subject')
    .whereRef('later.at', '>', 'decisions.at')
}

/** Of a decision: no later one was made on the same identity. */
export function isLastDecision(query: Pick<OfDecision, 'selectFrom' | 'not' | 'exists'>) {
  return query.not(query.exists(laterDecisions(query).select('later.ref')))
}
