import type { ExpressionBuilder } from 'kysely'
import { ProblemError } from '../problem.ts'
import type { Tables } from '../store/schema.ts'
import { day } from './rules.ts'

/** Rows of a list as they are counted, the numbers as the databases give them. */
interface Counted {
  /** How many there are. */
  count: number | string | bigint
  /** Those made in the last day; left out: any number may be. */
  recent?: number | string | bigint
}

/**
 * In a transaction that holds the row to which the list belongs: whether one more may be added.
 * @throws ProblemError list_full, daily_limit_reached
 */
export function haveListLeft({ count, recent = 0 }: Counted, most: number, mostPerDay = Infinity): void {
  if (Number(count) >= most) throw new ProblemError('list_full', { values: { limit: most } })
  if (Number(recent) < mostPerDay) return
  const retryAfter = day / 1_000
  throw new ProblemError('daily_limit_reached', { values: { limit: mostPerDay }, retryAfter })
}

/** How many rows a query finds, as `count`. */
export function countAll<Table extends keyof Tables>({ fn }: ExpressionBuilder<Tables, Table>) {
  return fn.countAll<number>().as('count')
}
