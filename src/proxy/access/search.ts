import type { LoggedDecision } from '../../contract/operator.ts'
import type { Parts } from '../parts.ts'
import { readCode, readSteps } from './decisions.ts'

const most = 50

/**
 * Decisions for operators to look at, the latest first.
 * @param search a reference as it was read out, or part of a name or an e-mail; empty: refusals of all
 */
export async function searchDecisions(
  { store }: Pick<Parts, 'store'>,
  search: string,
): Promise<LoggedDecision[]> {
  const text = search.trim().toLowerCase()
  const ref = text.replace(/[\s-]/g, '').toUpperCase()
  // A sign of LIKE's own stands for any letter: an escape is written differently on each database.
  const like = `%${text.replace(/[\\%_]/g, '_')}%`
  const rows = await store
    .selectFrom('decisions')
    .leftJoin('identities', (join) =>
      join
        .onRef('identities.issuer', '=', 'decisions.issuer')
        .onRef('identities.subject', '=', 'decisions.subject'),
    )
    .leftJoin('people', 'people.id', 'identities.person_id')
    .selectAll('decisions')
    .select(['people.id as person', 'people.suspended_at', 'people.suspended_by'])
    .select(({ selectFrom }) =>
      selectFrom('decisions as later')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('later.issuer', '=', 'decisions.issuer')
        .whereRef('later.subject', '=', 'decisions.subject')
        .whereRef('later.at', '>', 'decisions.at')
        .as('later'),
    )
    .where(({ or, eb, fn }) => {
      if (text === '') return eb('decisions.allowed', '=', 0)
      const contains = (column: 'decisions.name' | 'decisions.email') =>
        eb(fn<string>('lower', [column]), 'like', like)
      return or([eb('decisions.ref', '=', ref), contains('decisions.name'), contains('decisions.email')])
    })
    .orderBy('decisions.last_at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    ref: row.ref,
    issuer: row.issuer,
    allowed: row.allowed === 1,
    code: readCode(row.code),
    steps: readSteps(row.steps),
    name: row.name,
    email: row.email,
    person:
      row.person === null
        ? null
        : {
            id: row.person,
            suspended:
              row.suspended_at === null ? null : { by: row.suspended_by ?? '', at: row.suspended_at },
          },
    at: row.at,
    lastAt: row.last_at,
    latest: Number(row.later) === 0,
  }))
}
