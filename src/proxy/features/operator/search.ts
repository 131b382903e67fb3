import type { LoggedDecision } from '../../../contract/operator.ts'
import { laterDecisions } from '../../access/last-decision.ts'
import { readCode, readSteps } from '../../access/logged.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { Store } from '../../platform/store/database.ts'

const most = 50
/** How many are looked through: about 90 days of a service with some thousand people. */
const mostSearched = 20_000

/**
 * Decisions for operators to look at, the latest first.
 * @param search a reference as it was read out, or part of a name or an e-mail, whatever its case and accents;
 *   empty: refusals of all
 */
export async function searchDecisions(
  { store }: Pick<Environment, 'store'>,
  search: string,
): Promise<LoggedDecision[]> {
  const refs = search.trim() === '' ? await latestRefusals(store) : await refsFor(store, search)
  return refs.length === 0 ? [] : await readDecisions(store, refs)
}

async function latestRefusals(store: Store): Promise<string[]> {
  const rows = await store
    .selectFrom('decisions')
    .select('ref')
    .where('allowed', '=', 0)
    .orderBy('lastAt', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ ref }) => ref)
}

/** The databases disagree about case and accents, so that names are compared here. */
async function refsFor(store: Store, search: string): Promise<string[]> {
  const text = plain(search)
  const wanted = search.replace(/[\s-]/g, '').toUpperCase()
  const rows = await store
    .selectFrom('decisions')
    .select(['ref', 'name', 'email'])
    .orderBy('lastAt', 'desc')
    .limit(mostSearched)
    .execute()
  return rows
    .filter(
      ({ ref, name, email }) =>
        ref === wanted || [name, email].some((value) => value !== null && plain(value).includes(text)),
    )
    .slice(0, most)
    .map(({ ref }) => ref)
}

function plain(text: string): string {
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

async function readDecisions(store: Store, refs: readonly string[]): Promise<LoggedDecision[]> {
  const rows = await store
    .selectFrom('decisions')
    .leftJoin('identities', (join) =>
      join
        .onRef('identities.issuer', '=', 'decisions.issuer')
        .onRef('identities.subject', '=', 'decisions.subject'),
    )
    .leftJoin('people', 'people.id', 'identities.personId')
    .selectAll('decisions')
    .select(['people.id as person', 'people.suspendedAt', 'people.suspendedBy'])
    .select((query) =>
      laterDecisions(query)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('later'),
    )
    .where('decisions.ref', 'in', refs)
    .orderBy('decisions.lastAt', 'desc')
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
            suspended: row.suspendedAt === null ? null : { by: row.suspendedBy ?? '', at: row.suspendedAt },
          },
    at: row.at,
    lastAt: row.lastAt,
    latest: Number(row.later) === 0,
  }))
}
