import type { Decision, Me } from '../../contract/me.ts'
import { LoggedCode } from '../../contract/operator.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { ProblemError } from '../platform/problem.ts'
import { lettersIn } from '../platform/text/letters.ts'
import { type OwnClaims, ownClaims, readName, shown } from './claims.ts'
import { decide, type Outcome, telling } from './decide.ts'
import { createDecisionMemory } from './decided.ts'
import { createDecisionLog } from './decisions.ts'
import { claimEntry, findEntries } from './entries.ts'
import { othersHaveGroups } from './groups-seen.ts'
import { findPerson, type Identity, knownPerson, type Profile, roomsMade } from './people.ts'
import type { TokenVerifier } from './tokens.ts'
import { TokenProblem, type VerifiedToken } from './verify-token.ts'

/** A person who is admitted, and what they may do. */
export interface Person {
  id: string
  name: string
  email: string | null
  /** Their e-mail, where an issuer that vouches for e-mails says so: what is offered to it is theirs. */
  verifiedEmail: string | null
  organisations: { id: string; administrator: boolean }[]
  operator: boolean
}

interface Bearer {
  own: OwnClaims
  identity: Identity
  profile: Profile
}

/** Somebody whose sign-in is in order, whether they are admitted or not. */
export interface SignedIn {
  identity: Identity
  profile: Profile
  token: VerifiedToken
}

export interface Access {
  /**
   * The person behind a request: their token was verified, and the rules admit them.
   * @throws ProblemError those of TokenVerifier.verify, and `not_admitted`
   */
  person(request: Request): Promise<Person>
  /** @throws ProblemError those of `person`, and `not_operator` */
  operator(request: Request): Promise<Person>
  /**
   * Somebody who may see to an organisation's members: its administrators, and the operators, who help them.
   * @throws ProblemError those of `person`, and `organisation_unknown`, alike for foreign and unknown
   */
  administrator(request: Request, organisation: string): Promise<Person>
  /** @throws ProblemError those of TokenVerifier.verify */
  signedIn(request: Request): Promise<SignedIn>
  /**
   * A person's view of themselves, with the decision: also when it refused them.
   * @param idTokenClaims the names of their ID token's claims, where they told them
   */
  me(request: Request, idTokenClaims?: readonly string[]): Promise<Me>
}

/** Decides who may come in, and with which rights: nothing else in the proxy does. */
export function createAccess(
  env: Pick<Environment, 'settings' | 'store' | 'now' | 'random' | 'log'> & {
    verifier: Pick<TokenVerifier, 'verify'>
  },
): Access {
  const { settings, store, verifier } = env
  const log = createDecisionLog(env)
  const decided = createDecisionMemory(env)
  const bearers = new WeakMap<VerifiedToken, Bearer>()

  /** A refusal of a token that its issuer did sign is kept for the operators, who find it by its reference. */
  async function verified(request: Request): Promise<VerifiedToken> {
    return await verifier.verify(request).catch(async (problem: unknown) => {
      const code = problem instanceof TokenProblem ? LoggedCode.safeParse(problem.code) : null
      if (!(problem instanceof TokenProblem) || !code?.success) throw problem
      const decision = await log.keepRefusedToken({
        issuer: problem.issuer,
        code: code.data,
        ...shownToken(problem),
      })
      throw new ProblemError(problem.code, { values: { decision }, cause: problem })
    })
  }

  /** The part of a token that operators see: issuer, audience, and its bearer's subject. */
  function shownToken({ issuer, payload }: TokenProblem) {
    const wanted = settings.signIn.issuers.find(({ id }) => id === issuer)
    const { iss, aud, azp, client_id, typ, sub } = payload
    const isKept = typeof sub === 'string' && sub.length <= 255 && sub.isWellFormed() && !sub.includes('\0')
    return {
      subject: isKept ? sub : '',
      expected: wanted ? [wanted.issuer, wanted.audience, wanted.clientId] : [],
      received: shown([iss, aud, azp ?? client_id, typ].flat().filter((value) => typeof value === 'string')),
    }
  }

  /** Kept and shown to everybody, so that whoever has no name is called in the language of the service. */
  function profileOf({ claims }: VerifiedToken, { email }: OwnClaims): Profile {
    return { name: readName(claims) ?? lettersIn(settings.defaultLanguage)('no_name'), email }
  }

  /** The bearer of a token, read once: verified tokens are remembered. */
  function bearerOf(token: VerifiedToken): Bearer {
    const known = bearers.get(token)
    if (known) return known
    const own = ownClaims(token, settings.signIn)
    const bearer = { own, identity: identityOf(token), profile: profileOf(token, own) }
    bearers.set(token, bearer)
    return bearer
  }

  /** Now, or when they were last refused. */
  async function claimsTold(identity: Identity, told: readonly string[] | undefined) {
    return told ? telling(told, settings) : await log.idTokenClaims(identity)
  }

  async function admission(request: Request, told?: readonly string[], withRooms = false) {
    const token = await verified(request)
    const { own, identity, profile } = bearerOf(token)
    const person = await findPerson(store, identity)
    const entries = await findEntries(store, own)
    const rooms = withRooms ? await roomsMade(store, person?.id) : null
    const suspended = person?.suspendedAt != null
    const basis = JSON.stringify([person?.id, suspended, entries, rooms && [...rooms]])
    // A refusal without groups rests on more than the token.
    const known = own.groups === null ? null : decided.recall(token, basis)
    if (known) return { token, own, identity, profile, person, ...known }

    const idTokenClaims = own.groups === null ? await claimsTold(identity, told) : null
    // Other people's tokens tell something only where this one names no groups.
    const others = own.groups === null ? await othersHaveGroups(store, own) : null
    const tables = { entries, suspended, idTokenClaims, othersHaveGroups: others, rooms }
    const first = decide(token, tables, settings)
    const outcome = first.claims.length === 0 ? first : await afterClaims(first.claims)
    const decision = await log.keep({
      identity,
      profile,
      person: person?.id ?? null,
      outcome,
      groups: own.groups,
      idTokenClaims,
    })
    if (outcome === first) decided.keep(token, basis, { outcome, decision })
    return { token, own, identity, profile, person, outcome, decision }

    /** Between deciding and claiming another identity may have claimed the invitation: then it is decided anew. */
    async function afterClaims(claims: Outcome['claims']): Promise<Outcome> {
      for (const invitation of claims) await claimEntry(env, invitation, identity, profile)
      return decide(token, { ...tables, entries: await findEntries(store, own) }, settings)
    }
  }

  async function person(request: Request): Promise<Person> {
    const { own, identity, profile, person: found, outcome, decision } = await admission(request)
    if (!outcome.allowed) throw notAdmitted(decision)
    const { id, name, email } = await knownPerson(env, identity, profile, found)
    const organisations = outcome.organisations.map(({ id, administrator }) => ({ id, administrator }))
    const { verifiedEmail } = own
    return { id, name, email, verifiedEmail, organisations, operator: outcome.operator }
  }

  return {
    person,
    async operator(request) {
      const somebody = await person(request)
      if (!somebody.operator) throw new ProblemError('not_operator')
      return somebody
    },
    async administrator(request, organisation) {
      const somebody = await person(request)
      const exists = settings.organisations.some(({ id }) => id === organisation)
      const administers = somebody.organisations.some(
        ({ id, administrator }) => id === organisation && administrator,
      )
      if (!exists || !(administers || somebody.operator)) throw new ProblemError('organisation_unknown')
      return somebody
    },
    async signedIn(request) {
      const token = await verified(request)
      const { identity, profile } = bearerOf(token)
      return { token, identity, profile }
    },
    async me(request, idTokenClaims) {
      const { token, profile, outcome, decision } = await admission(request, idTokenClaims, true)
      const organisations = outcome.organisations.flatMap(({ id, administrator }) => {
        const name = settings.organisations.find((organisation) => organisation.id === id)?.name
        return name ? [{ id, name, administrator }] : []
      })
      return { ...profile, issuer: token.issuer, organisations, operator: outcome.operator, decision }
    },
  }
}

function notAdmitted({ ref }: Decision): ProblemError {
  return new ProblemError('not_admitted', { values: { decision: ref } })
}

function identityOf({ issuer, subject }: VerifiedToken): Identity {
  return { issuer, subject }
}
