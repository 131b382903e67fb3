import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { ProblemError } from '../problem.ts'
import type { Tables } from '../store/schema.ts'
import { day } from '../time/spans.ts'

/**
 * In a transaction that holds the row to which the list belongs: whether one more may be added.
 * @param count how many there are, as the databases give numbers
 * @throws ProblemError list_full
 */
export function assertListLeft({ count }: { count: number | string | bigint }, most: number): void {
  if (Number(count) >= most) throw new ProblemError('list_full', { values: { limit: most } })
}

/** Rows of a list that many make in turn: what was taken off is kept for a while. */
interface List<Table extends keyof Tables> {
  /** Entries that count. */
  there: SelectQueryBuilder<Tables, Table, object>
  /** When rows were made, as `at`: those that were taken off as well. */
  made: SelectQueryBuilder<Tables, Table, { at: number }>
}

/**
 * … of a list that is bounded by the day as well.
 * @param now epoch milliseconds
 * @throws ProblemError list_full; daily_limit_reached, with the seconds until one more may be made
 */
export async function assertListAndDayLeft<Table extends keyof Tables>(
  { there, made }: List<Table>,
  { most, perDay }: { most: number; perDay: number },
  now: number,
): Promise<void> {
  assertListLeft(await there.select(countAll).executeTakeFirstOrThrow(), most)
  const latest = await made
    .orderBy(sql.ref('at'), 'desc')
    .limit(1)
    .offset(perDay - 1)
    .executeTakeFirst()
  if (latest === undefined || latest.at <= now - day) return
  // A clock that ran ahead delays nobody by more than a day.
  const retryAfter = Math.ceil(Math.min(day, latest.at + day - now) / 1_000)
  throw new ProblemError('daily_limit_reached', { values: { limit: perDay }, retryAfter })
}

/** Counts the rows that a query finds, as `count`. */
export function countAll<Table extends keyof Tables>({ fn }: ExpressionBuilder<Tables, Table>) {
  return fn.countAll<number>().as('count')
}
