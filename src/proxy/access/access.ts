import type { Decision, Me } from '../../contract/me.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import { type OwnClaims, ownClaims, readName } from './claims.ts'
import { decide, type Outcome } from './decide.ts'
import { createDecisionLog } from './decisions.ts'
import { claimInvitation, findInvitations, knownPerson, type Profile } from './people.ts'
import type { TokenVerifier, VerifiedToken } from './tokens.ts'

/** A person who is admitted, and what they may do. */
export interface Person {
  id: string
  name: string
  email: string | null
  organisations: { id: string; administrator: boolean }[]
  operator: boolean
}

export interface Access {
  /**
   * The person behind a request: their token was verified, and the rules admit them.
   * @throws ProblemError those of TokenVerifier.verify, and `not_admitted`
   */
  person(request: Request): Promise<Person>
  /** What a person may know of themselves, with the decision: also when it refused them. */
  me(request: Request): Promise<Me>
}

/** Who may come in, and with which rights: nothing else in the proxy decides it. */
export function createAccess(
  parts: Pick<Parts, 'settings' | 'store' | 'now' | 'random'> & { verifier: Pick<TokenVerifier, 'verify'> },
): Access {
  const { settings, store, now, verifier } = parts
  const log = createDecisionLog(parts)
  const anyInvitations = settings.organisations.some(({ members }) => members.emails.length > 0)

  async function decideFor(token: VerifiedToken, own: OwnClaims): Promise<Outcome> {
    const invitations = anyInvitations ? await findInvitations(store, own) : []
    return decide(token, { invitations }, settings)
  }

  /** Between deciding and claiming another identity may have claimed the invitation: then it is decided anew. */
  async function settle(token: VerifiedToken, own: OwnClaims): Promise<Outcome> {
    const outcome = await decideFor(token, own)
    for (const invitation of outcome.claims)
      await claimInvitation(store, invitation, identityOf(token), now())
    return outcome.claims.length === 0 ? outcome : await decideFor(token, own)
  }

  async function admission(request: Request): Promise<Admission> {
    const token = await verifier.verify(request)
    const own = ownClaims(token, settings.signIn.claims.groups)
    const outcome = await settle(token, own)
    const decision = await log.keep(identityOf(token), outcome)
    return { token, outcome, decision, profile: profileOf(token, own) }
  }

  return {
    async person(request) {
      const { token, outcome, decision, profile } = await admission(request)
      if (!outcome.allowed) throw new ProblemError('not_admitted', { values: { decision: decision.ref } })
      const { id, name, email } = await knownPerson(parts, identityOf(token), profile)
      return { id, name, email, organisations: outcome.organisations, operator: outcome.operator }
    },
    async me(request) {
      const { token, outcome, decision, profile } = await admission(request)
      const organisations = outcome.organisations.flatMap(({ id, administrator }) => {
        const name = settings.organisations.find((organisation) => organisation.id === id)?.name
        return name ? [{ id, name, administrator }] : []
      })
      return { ...profile, issuer: token.issuer, organisations, operator: outcome.operator, decision }
    },
  }
}

interface Admission {
  token: VerifiedToken
  outcome: Outcome
  decision: Decision
  profile: Profile
}

function identityOf({ issuer, subject }: VerifiedToken) {
  return { issuer, subject }
}

function profileOf(token: VerifiedToken, own: OwnClaims): Profile {
  return { name: readName(token.claims, own), email: own.email }
}
