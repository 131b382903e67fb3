import type {
  AccessOverview,
  AccessRow,
  Attack,
  UnmatchedGroup,
  UnmatchedRule,
} from '../../../contract/operator.ts'
import { shown } from '../../access/claims.ts'
import { readCode } from '../../access/logged.ts'
import { similarGroupsAmong } from '../../access/near-miss.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { Attempts } from '../../platform/limits/attempts.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { day } from '../../platform/time/spans.ts'

const days = 30
const mostGroups = 200

type OverviewDependencies = Pick<Environment, 'store' | 'settings' | 'now'> & {
  attempts: Pick<Attempts, 'attacks'>
}

/** Recent decisions, and where tokens and rules miss each other: the operators' first look. */
export async function accessOverview(env: OverviewDependencies): Promise<AccessOverview> {
  const asOf = env.now()
  const from = asOf - days * day
  const [attacks, rows, groups] = await Promise.all([
    shownAttacks(env),
    decisionRows(env, from),
    groupsSeen(env, from),
  ])
  const rules = rulesOf(env.settings)
  const named = new Set(rules.map(({ group }) => group))
  const seen = new Set(groups.map(({ name }) => name))
  return {
    days,
    from,
    asOf,
    attacks,
    rows,
    unmatchedGroups: groups
      .filter(({ name }) => !named.has(name))
      .slice(0, mostGroups)
      .map((group) => ({ ...group, name: shown([group.name])[0] ?? '', near: rulesNear(group.name, rules) })),
    unmatchedRules: rules
      .filter(({ group }) => !seen.has(group))
      .map(({ organisation, rule, group }) => ({ organisation, rule, group })),
  }
}

/** Targets of guessing, by the names that operators know. */
async function shownAttacks({ store, settings, attempts }: OverviewDependencies): Promise<Attack[]> {
  const attacks = await attempts.attacks()
  if (attacks.length === 0) return []
  const ids = attacks.map(({ id }) => id)
  const found = await store
    .selectFrom('rooms')
    .select(['id', 'address', 'name', 'organisation'])
    .where('id', 'in', ids)
    .execute()
  return attacks.map(({ id, ...attack }) => {
    const room = found.find((one) => one.id === id)
    return {
      ...attack,
      room: room ? { address: room.address, name: room.name } : null,
      organisation: nameOf(settings, room?.organisation ?? id),
    }
  })
}

/** One row for each organisation and code; a decision that concerns several organisations counts in each. */
async function decisionRows({ store, settings }: OverviewDependencies, from: number): Promise<AccessRow[]> {
  const found = await store
    .selectFrom('decisions')
    .leftJoin('decisionOrganisations as concerned', 'concerned.ref', 'decisions.ref')
    .select(['decisions.issuer', 'decisions.subject', 'decisions.code', 'decisions.allowed'])
    .select(['decisions.at', 'decisions.lastAt', 'concerned.organisation', 'concerned.way'])
    .where('decisions.lastAt', '>=', from)
    .execute()
  const groups = Map.groupBy(
    // Somebody who is let in elsewhere was not refused here, however near they came.
    found.filter(({ allowed, organisation, way }) => allowed === 0 || organisation === null || way !== null),
    ({ organisation, code }) => JSON.stringify([organisation, code]),
  )
  return [...groups.values()]
    .flatMap((decisions) => {
      const [first] = decisions
      if (!first) return []
      return [
        {
          organisation: first.organisation === null ? null : nameOf(settings, first.organisation),
          code: readCode(first.code),
          people: new Set(decisions.map(({ issuer, subject }) => JSON.stringify([issuer, subject]))).size,
          lastAt: Math.max(...decisions.map(({ lastAt }) => lastAt)),
          perDay: perDay(
            decisions.map(({ at }) => at),
            from,
          ),
        },
      ]
    })
    .sort((one, other) => other.lastAt - one.lastAt)
}

function perDay(times: readonly number[], from: number): number[] {
  const counts = Array.from({ length: days }, () => 0)
  for (const at of times) {
    const index = Math.min(days - 1, Math.floor((at - from) / day))
    if (index >= 0) counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

async function groupsSeen({ store }: OverviewDependencies, from: number) {
  const rows = await store
    .selectFrom('groupsSeen')
    .select(['issuer', 'name', ({ fn }) => fn.countAll<number>().as('people')])
    .select(({ fn }) => fn.max('at').as('last'))
    .where('at', '>=', from)
    .groupBy(['issuer', 'name'])
    .execute()
  return rows
    .map(({ issuer, name, people, last }) => ({ issuer, name, people: Number(people), lastAt: Number(last) }))
    .sort((one, other) => other.people - one.people || one.name.localeCompare(other.name))
}

function rulesOf({ organisations, operators }: Settings): UnmatchedRule[] {
  return [
    ...organisations.flatMap(({ id, name, members, administrators }) => [
      ...members.groups.map((group) => ({
        organisation: { id, name },
        rule: 'members.groups' as const,
        group,
      })),
      ...administrators.groups.map((group) => ({
        organisation: { id, name },
        rule: 'administrators.groups' as const,
        group,
      })),
    ]),
    ...operators.groups.map((group) => ({ organisation: null, rule: 'operators.groups' as const, group })),
  ]
}

function rulesNear(name: string, rules: readonly UnmatchedRule[]): UnmatchedGroup['near'] {
  const neighbours = similarGroupsAmong(new Set([name]))
  return rules
    .flatMap(({ organisation, group }) =>
      neighbours
        .of(group)
        .filter(({ differences }) => !differences.includes('parent') && !differences.includes('child'))
        .map(({ expected, differences }) => ({ organisation, expected, differences })),
    )
    .slice(0, 3)
}

/** Its name as it is today; one that is in the settings no longer is known by its id. */
function nameOf({ organisations }: Settings, id: string): Attack['organisation'] {
  const name = organisations.find((organisation) => organisation.id === id)?.name
  return { id, name: name ?? { en: id, fr: id } }
}
