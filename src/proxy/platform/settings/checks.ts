import { z } from 'zod'
import type { Path } from './file.ts'
import { roomMisfits } from './room-options.ts'

type Misfit = { path: Path; message: string }

const id = z.string().catch('')
const names = z.array(z.string().catch('')).catch([])
const power = z.object({ groups: names, issuers: names }).catch({ groups: [], issuers: [] })

/** The names that parts of the settings use for each other, read from settings that may be wrong elsewhere. */
const Names = z.object({
  signIn: z
    .object({
      issuers: z.array(z.object({ id, issuer: id }).catch({ id: '', issuer: '' })).catch([]),
    })
    .catch({ issuers: [] }),
  servers: z.array(z.object({ id }).catch({ id: '' })).catch([]),
  organisations: z
    .array(
      z
        .object({
          id,
          members: z.object({ subjects: names }).catch({ subjects: [] }),
          administrators: power,
          servers: names,
        })
        .catch({ id: '', members: { subjects: [] }, administrators: power.parse(null), servers: [] }),
    )
    .catch([]),
  operators: power,
})
type Names = z.infer<typeof Names>

/** Contradictions between parts of the settings: two with one id, references to nothing. */
export function crossCheck(value: unknown): Misfit[] {
  const result = Names.safeParse(value)
  if (!result.success) return []
  const { signIn, servers, organisations, operators } = result.data
  const issuers = signIn.issuers.map((issuer) => issuer.id)
  const serverIds = servers.map((server) => server.id)
  return [
    ...repeated(['signIn', 'issuers'], 'id', issuers),
    ...repeated(
      ['signIn', 'issuers'],
      'issuer',
      signIn.issuers.map(({ issuer }) => issuer),
    ),
    ...repeated(['servers'], 'id', serverIds),
    ...repeated(
      ['organisations'],
      'id',
      organisations.map((organisation) => organisation.id),
    ),
    ...organisations.flatMap((organisation, index) => [
      ...unknown(['organisations', index, 'servers'], organisation.servers, serverIds, 'servers'),
      ...unknownSubjects(
        ['organisations', index, 'members', 'subjects'],
        organisation.members.subjects,
        issuers,
      ),
      ...powerMisfits(['organisations', index, 'administrators'], organisation.administrators, issuers),
    ]),
    ...powerMisfits(['operators'], operators, issuers),
    ...allOrganisations(value).flatMap((organisation, index) =>
      roomMisfits(organisation, ['organisations', index]),
    ),
  ]
}

function allOrganisations(value: unknown): unknown[] {
  return z
    .object({ organisations: z.array(z.unknown()) })
    .catch({ organisations: [] })
    .parse(value).organisations
}

function repeated(path: Path, key: string, values: readonly string[]): Misfit[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value)
    if (value === '' || first === index) return []
    return [{ path: [...path, index, key], message: `is the same as ${path.join('.')}[${first}].${key}` }]
  })
}

function unknown(path: Path, values: readonly string[], known: readonly string[], where: string): Misfit[] {
  return values.flatMap((value, index) =>
    value === '' || known.includes(value)
      ? []
      : [{ path: [...path, index], message: `expected an id from ${where}` }],
  )
}

function unknownSubjects(path: Path, subjects: readonly string[], issuers: readonly string[]): Misfit[] {
  return subjects.flatMap((subject, index) => {
    const [issuer, rest] = subject.split(':', 2)
    const named = issuer !== undefined && rest !== undefined
    return named && !issuers.includes(issuer)
      ? [{ path: [...path, index], message: 'expected an id from signIn.issuers before the ":"' }]
      : []
  })
}

/** Groups of an issuer that is not named give no power: a rule without issuers is a rule for nobody. */
function powerMisfits(path: Path, rule: Names['operators'], issuers: readonly string[]): Misfit[] {
  const nobody = rule.groups.length > 0 && rule.issuers.length === 0
  return [
    ...unknown([...path, 'issuers'], rule.issuers, issuers, 'signIn.issuers'),
    ...(nobody
      ? [{ path: [...path, 'issuers'], message: 'expected the ids of the issuers whose groups count here' }]
      : []),
  ]
}
