import { type Answered, ask, isOpenTo, type Silent } from './ask.ts'
import { type Finding, fine, unknown, wrong } from './finding.ts'
import { keycloak } from './keycloak.ts'
import { quoted } from './page.ts'
import { type Question, verifier } from './question.ts'

/**
 * A real token request with a made-up code. Only it shows whether our pages may sign in: the preflight, and
 * Keycloak's discovery and keys, answer every origin alike.
 */
export async function askToken({
  issuer,
  origin,
  callback,
  endpoints,
  parts,
}: Question): Promise<Answered | Silent | null> {
  if (endpoints.token === undefined) return null
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: issuer.clientId,
    code: 'foyer-doctor',
    code_verifier: verifier,
    redirect_uri: callback,
  }).toString()
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
    Origin: origin,
  }
  return await ask(parts, endpoints.token, { method: 'POST', headers, body })
}

/**
 * Keycloak answers a client that is unknown, and one that is disabled, with 401 invalid_client; every client of a
 * realm that is disabled with 403 access_denied.
 */
export function clientIsKnown(answer: Answered | Silent): boolean | null {
  const said = answer.state === 'silent' ? null : errorOf(answer)
  return said && !/^(invalid_client|access_denied)$/.test(said.error)
}

/** @param page what its sign-in page says instead of sending people back; empty where it does */
export function tokenFindings(
  answer: Answered | Silent,
  page: string,
  { issuer: { clientId }, origin }: Question,
): Finding[] {
  if (answer.state === 'silent') {
    return [wrong(`Its token endpoint cannot be reached: ${answer.why}.`, answer.todo)]
  }
  const said = errorOf(answer)
  if (said === null) {
    const todo = 'See the log of the sign-in server, and of the reverse proxy before it.'
    return [wrong(`Its token endpoint answers ${answer.status} and no JSON.`, todo)]
  }
  // Given only once client and origin were both found right; refusals before that echo any origin.
  if (said.error === 'invalid_grant' && isOpenTo(answer, origin)) {
    return [
      fine(`It knows the client "${clientId}", as a public one (no secret).`),
      fine(`Pages of ${origin} may ask it for tokens (CORS).`),
    ]
  }
  return [refusal(said, page, clientId) ?? refusedOrigin(answer, said, { clientId, origin })]
}

function refusal({ error, description }: OAuthError, page: string, clientId: string): Finding | null {
  if (error === 'invalid_client') {
    const reason = page || 'there is none of this name, or it is disabled'
    return wrong(
      `It does not take the client "${clientId}": ${reason}.`,
      keycloak.theClient(clientId),
      keycloak.enabled(clientId),
    )
  }
  if (error === 'unauthorized_client') {
    return wrong(
      `It wants a secret of the client "${clientId}", which pages cannot keep.`,
      keycloak.isPublic(clientId),
    )
  }
  if (error === 'access_denied') {
    return wrong(`It admits nobody: ${page || quoted(description)}.`, keycloak.realmEnabled)
  }
  if (/dpop/i.test(description)) {
    return wrong(`It binds the tokens of the client "${clientId}" to keys (DPoP).`, keycloak.noDpop(clientId))
  }
  return null
}

function refusedOrigin(
  answer: Answered,
  { error, description }: OAuthError,
  { clientId, origin }: { clientId: string; origin: string },
): Finding {
  if (!isOpenTo(answer, origin)) {
    return wrong(
      `Pages of ${origin} may not ask it for tokens (CORS): sign-in ends with "Failed to fetch".`,
      keycloak.webOrigins(clientId, origin),
    )
  }
  return unknown(
    `Its token endpoint answers ${answer.status} ${error} ${quoted(description)}, which says nothing about the client.`,
    'See the log of the sign-in server.',
  )
}

interface OAuthError {
  error: string
  description: string
}

/** The `error` of an OAuth answer (RFC 6749 §5.2); null where it is none. */
function errorOf({ text }: Answered): OAuthError | null {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('error' in body)) return null
    const description = 'error_description' in body ? String(body.error_description) : ''
    return { error: String(body.error), description }
  } catch {
    return null
  }
}
