import type { Settings } from '../../platform/settings/settings.ts'
import { type Answered, ask, type Silent } from './ask.ts'
import { askAuthorization, wayFindings } from './authorization.ts'
import { type DoctorEnvironment, type Finding, fine, unknown, wrong } from './finding.ts'
import { keycloak } from './keycloak.ts'
import { sentenceOf } from './page.ts'
import { type Question, type SignInEndpoints, withQuery } from './question.ts'
import { askToken, clientIsKnown, tokenFindings } from './token-endpoint.ts'

/*
 * What an issuer says about our client, asked as a browser would, without signing anybody in. Each answer below
 * was seen on Keycloak 26.7.3; oidc-provider answers alike. Keycloak logs the questions as failed sign-ins
 * (events LOGIN_ERROR, CODE_TO_TOKEN_ERROR) without a person.
 */

type Issuer = Settings['signIn']['issuers'][number]

/** The client's settings at the issuer, as far as they show from outside. */
export async function examineClient(
  issuer: Issuer,
  origin: string,
  endpoints: SignInEndpoints,
  parts: DoctorEnvironment,
): Promise<Finding[]> {
  const callback = `${origin}/sign-in/${issuer.id}/callback`
  const question: Question = { issuer, origin, callback, endpoints, parts }
  const [token, ways, endSession] = await Promise.all([
    askToken(question),
    issuer.state === 'active' ? askAuthorization(question) : null,
    askEndSession(question),
  ])
  // A refusal of the client says nothing of its addresses.
  const known = token === null ? null : clientIsKnown(token)
  const page = ways && ways.right.state === 'answered' ? sentenceOf(ways.right) : ''
  return [
    ...(token === null ? [missing('token_endpoint')] : tokenFindings(token, page, question)),
    ...(ways === undefined ? [missing('authorization_endpoint')] : []),
    ...(ways && known !== false ? wayFindings(ways, known, question) : []),
    ...(known === false ? [] : endSessionFindings(endSession, question)),
  ]
}

function missing(what: string): Finding {
  return wrong(
    `Discovery names no ${what}.`,
    'See the manual of the sign-in server: it must offer the authorization code flow.',
  )
}

/** Without a session, Keycloak and oidc-provider judge the address all the same, and there is nothing to end. */
async function askEndSession({
  issuer,
  origin,
  endpoints,
  parts,
}: Question): Promise<Answered | Silent | null> {
  if (endpoints.endSession === undefined) return null
  const query = { client_id: issuer.clientId, post_logout_redirect_uri: `${origin}/signed-out` }
  return await ask(parts, withQuery(endpoints.endSession, query), { headers: { 'Accept-Language': 'en' } })
}

function endSessionFindings(answer: Answered | Silent | null, { issuer, origin }: Question): Finding[] {
  const address = `${origin}/signed-out`
  if (answer === null) {
    return [
      unknown(
        'Discovery names no end_session_endpoint: signing out here leaves people signed in there.',
        'See the manual of the sign-in server (RP-initiated logout).',
      ),
    ]
  }
  if (answer.state === 'silent')
    return [wrong(`Its sign-out page cannot be reached: ${answer.why}.`, answer.todo)]
  if (answer.status < 400) return [fine(`After signing out it sends people to ${address}.`)]
  if (answer.status >= 500) {
    return [wrong(`Its sign-out page answers ${answer.status}.`, 'See the log of the sign-in server.')]
  }
  return [
    wrong(
      `It does not sign people out and send them to ${address} (${answer.status}${sentenceOf(answer) ? `: ${sentenceOf(answer)}` : ''}).`,
      keycloak.postLogout(issuer.clientId, address),
    ),
  ]
}
