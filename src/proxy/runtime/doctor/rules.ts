import type { JWTPayload } from 'jose'
import type { DecisionStep, Difference, NearMiss } from '../../../contract/me.ts'
import { type OwnClaims, ownClaims, readClaim, sameEmail, shown } from '../../access/claims.ts'
import { decide, type Outcome } from '../../access/decide.ts'
import { findEntries } from '../../access/entries.ts'
import type { Entry } from '../../access/membership.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { readStore, storeExists } from '../../platform/store/database.ts'
import { within } from '../../platform/time/within.ts'
import {
  count,
  type DoctorEnvironment,
  type Finding,
  fine,
  trustIssuerForEmails,
  unknown,
  wrong,
} from './finding.ts'
import { keycloak } from './keycloak.ts'

type Issuer = Settings['signIn']['issuers'][number]

/**
 * Judges a token's claims by the access rules, by the one function that decides at every request.
 * @param named the issuer of the settings that the token names; a token of an unknown one is judged as if it came
 *   from the only one there is
 */
export async function examineRules(
  claims: JWTPayload,
  named: Issuer | undefined,
  settings: Settings,
  parts: DoctorEnvironment,
): Promise<Finding[]> {
  const [only, ...others] = settings.signIn.issuers
  const issuer = named ?? (others.length === 0 ? only : undefined)
  if (!issuer) {
    return [
      unknown(
        'Its groups are not judged, because rules may depend on the issuer.',
        'Name its issuer in foyer.yaml first.',
      ),
    ]
  }
  const token = { issuer: issuer.id, subject: typeof claims.sub === 'string' ? claims.sub : '', claims }
  const own = ownClaims(token, settings.signIn)
  const entries = await readEntries(own, settings, parts)
  const outcome = decide(
    token,
    { entries: entries ?? [], suspended: false, idTokenClaims: null, othersHaveGroups: null, rooms: null },
    settings,
  )
  return [
    aboutGroups(claims, own, issuer, settings),
    aboutOutcome(outcome, own, settings),
    ...aboutEmail(own, issuer, settings),
    ...(entries === null
      ? [
          unknown(
            'The organisations’ own lists of members could not be looked up.',
            'See what is said of the database above.',
          ),
        ]
      : []),
  ]
}

/** An organisation's own list of members, and who claimed which entry, are in the database. */
async function readEntries(
  own: OwnClaims,
  settings: Settings,
  { timeout }: DoctorEnvironment,
): Promise<Entry[] | null> {
  if (!storeExists(settings)) return []
  try {
    const { db, close } = readStore(settings)
    return await within<Entry[] | null>(timeout, findEntries(db, own), () => null).finally(
      () => void close().catch(() => {}),
    )
  } catch {
    return null
  }
}

function aboutGroups(claims: JWTPayload, own: OwnClaims, issuer: Issuer, { signIn }: Settings): Finding {
  const name = signIn.claims.groups
  const claim = readClaim(claims, name)
  const mapper = keycloak.groups(issuer.clientId, name)
  if (claim === undefined) {
    return unknown(
      `It has no claim "${name}": either the mapper is missing, or the person is in no group (Keycloak sends no claim then).`,
      mapper,
      keycloak.joinGroup,
      `or foyer.yaml: signIn.claims.groups: the claim with the groups, if it has another name`,
    )
  }
  if (own.groups === null) {
    return wrong(
      `Its claim "${name}" is no list of names.`,
      mapper,
      'or foyer.yaml: signIn.claims.groups: the claim with the groups, a path with dots where it is nested',
    )
  }
  const list = shown(own.groups)
  const more = own.groups.size - list.length
  return fine(`Its claim "${name}" has ${count(own.groups.size, 'group')}.`, [
    ...list,
    ...(more > 0 ? [`… and ${more} more`] : []),
  ])
}

function aboutOutcome(outcome: Outcome, own: OwnClaims, settings: Settings): Finding {
  const details = [
    ...outcome.steps.flatMap((step) => aboutStep(step, own)),
    ...aboutOperators(outcome, settings),
  ]
  if (outcome.allowed) return fine(`The rules admit its bearer: ${rightsOf(outcome)}.`, details)
  return {
    ok: false,
    what: `The rules admit its bearer nowhere (${outcome.code}).`,
    details,
    todo:
      own.groups === null
        ? ['See what is said of its groups, above.']
        : [
            'Names are compared letter by letter: leading slash, capital letters, accents and spaces count.',
            keycloak.joinGroup,
            'or foyer.yaml: organisations → members → groups: the name exactly as the token has it',
          ],
  }
}

function rightsOf({ organisations, operator }: Outcome): string {
  const memberships = organisations.map(
    ({ id, administrator }) => `${administrator ? 'administrator' : 'member'} of ${id}`,
  )
  return [...memberships, ...(operator ? ['operator'] : [])].join(', ')
}

/** One rule in words. The steps before the organisations' are told by what was said of the token itself. */
function aboutStep(
  { organisation, ok, expected, received, nearMisses }: DecisionStep,
  own: OwnClaims,
): string[] {
  if (organisation === null) return []
  const verdict = ok === null ? 'cannot be told' : ok ? 'yes' : 'no'
  return [
    `${organisation.id}: ${verdict}; expected ${listed(expected, own)}; received ${listed(received, own)}`,
    ...nearMisses.map(aboutNearMiss),
  ]
}

function aboutNearMiss({ expected, received, differences }: NearMiss): string {
  return `  nearly: "${received}" for "${expected}": ${differences.map((difference) => inWords[difference]).join(', ')}`
}

const inWords: Record<Difference, string> = {
  slash: 'a slash differs',
  path: 'the same name at another place among the groups, or without its path ("Full group path")',
  case: 'capital and small letters differ',
  accent: 'an accent differs',
  encoding: 'they look the same, but are encoded in two ways (NFC and NFD)',
  space: 'a space differs',
  parent: 'the group above it',
  child: 'a group below it',
  similar: 'a letter or two differ',
}

function aboutOperators({ operator }: Outcome, { operators }: Settings): string[] {
  if (operators.groups.length === 0) return []
  const expected = `${shown(operators.groups).join(', ')} from ${operators.issuers.join(', ')}`
  return [`operators: ${operator ? 'yes' : 'no'}; expected ${expected}`]
}

/** Groups alone: a person's identity stays out of terminals and their logs. */
function listed(values: readonly string[], own: OwnClaims): string {
  const shownValues = values.map((value) => {
    if (value === `${own.issuer}:${own.subject}`) return '(its subject)'
    if (own.email !== null && sameEmail(value, own.email)) return '(its e-mail)'
    return /^[^\s@/]+@[^\s@/]+$/.test(value) && !own.groups?.has(value) ? '(an e-mail)' : value
  })
  return shownValues.length > 0 ? shownValues.join(', ') : 'nothing'
}

/** An invitation counts only where an issuer that is trusted for e-mails says that this one is verified. */
function aboutEmail(own: OwnClaims, issuer: Issuer, { organisations }: Settings): Finding[] {
  if (own.verifiedEmail !== null || !organisations.some(({ members }) => members.emails.length > 0)) return []
  if (own.email === null) {
    return [
      unknown(
        'It has no e-mail, so that invitations by e-mail cannot admit anybody.',
        keycloak.emailScope(issuer.clientId),
      ),
    ]
  }
  return [
    own.issuerVouches
      ? unknown(
          'Its e-mail is not verified there, so that invitations by e-mail do not count.',
          'Keycloak: Users → the person → Details → Email verified: On',
        )
      : unknown(
          'Its issuer is not trusted to verify e-mails, so that invitations by e-mail do not count.',
          trustIssuerForEmails,
        ),
  ]
}
