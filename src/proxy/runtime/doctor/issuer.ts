import { z } from 'zod'
import { readKeys } from '../../access/issuer-fetch.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { differencesOf, isReachable } from './addresses.ts'
import { type Answered, ask, isOpenTo, type Silent } from './ask.ts'
import { examineClient } from './client.ts'
import { examineClock } from './clock.ts'
import { type DoctorEnvironment, type Finding, fine, unknown, wrong } from './finding.ts'
import { keycloak } from './keycloak.ts'
import type { SignInEndpoints } from './question.ts'

type Issuer = Settings['signIn']['issuers'][number]

const address = z
  .url({ protocol: /^https?$/ })
  .optional()
  .catch(undefined)
const flag = z.boolean().catch(false)

/** As much of a discovery document as Foyer depends on (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207). */
const Discovery = z.object({
  issuer: z.string(),
  jwks_uri: address,
  authorization_endpoint: address,
  token_endpoint: address,
  end_session_endpoint: address,
  code_challenge_methods_supported: z.array(z.string()).optional().catch(undefined),
  authorization_response_iss_parameter_supported: flag,
  backchannel_logout_supported: flag,
})
type Discovery = z.infer<typeof Discovery>

/** An issuer, as our pages and our proxy see it. Nobody signs in, and nothing is changed there. */
export async function examineIssuer(
  issuer: Issuer,
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  parts: DoctorEnvironment,
): Promise<Finding[]> {
  if (issuer.state === 'retired') return [fine('Not asked: it is retired, and its tokens are refused.')]
  const place = `${issuer.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answer = await ask(parts, place, { headers: { Accept: 'application/json', Origin: publicUrl } })
  const discovery = readDiscovery(answer, place, issuer)
  if ('what' in discovery) return [discovery]
  const { document, answered } = discovery
  const [keys, client] = await Promise.all([
    examineKeys(document, publicUrl, parts),
    examineClient(issuer, publicUrl, endpointsOf(document), parts),
  ])
  return [
    ...(issuer.state === 'acceptOnly'
      ? [fine('It admits nobody anew (acceptOnly): what only new sign-ins need is not checked.')]
      : []),
    fine('Discovery answers.'),
    sameIssuer(document, issuer),
    ...withTls(document, issuer),
    ...keys.findings,
    readableByPages(answered, keys.answer, publicUrl),
    ...(issuer.state === 'active' ? announcements(document, issuer) : []),
    ...client,
    backchannel(document, issuer, publicUrl),
    examineClock(answered),
  ]
}

function endpointsOf(document: Discovery): SignInEndpoints {
  return {
    authorization: document.authorization_endpoint,
    token: document.token_endpoint,
    endSession: document.end_session_endpoint,
    issuer: document.issuer,
    namesIssuer: document.authorization_response_iss_parameter_supported,
  }
}

function readDiscovery(
  answer: Answered | Silent,
  place: string,
  issuer: Issuer,
): { document: Discovery; answered: Answered } | Finding {
  if (answer.state === 'silent') return wrong(`It cannot be reached: ${answer.why}.`, answer.todo)
  const check = `foyer.yaml: signIn.issuers → ${issuer.id} → issuer: what stands before /.well-known/openid-configuration where a browser shows that page`
  const { status, headers, text } = answer
  if (status >= 300 && status < 400) {
    return wrong(
      `Discovery (${place}) leads on to ${headers.get('Location') ?? 'nowhere'}; Foyer does not follow.`,
      'foyer.yaml: write the issuer as its own discovery names it, without a redirect on the way.',
    )
  }
  if (status === 404) {
    return wrong(
      `There is no discovery at ${place} (404).`,
      check,
      'Keycloak: the realm is in the address (…/realms/its-name, capital letters count); version 16 and before, and those with --http-relative-path=/auth, have /auth before /realms.',
    )
  }
  if (status !== 200) {
    return wrong(
      `Discovery (${place}) answers ${status}${status === 403 && /HTTPS required/.test(text) ? ': HTTPS required' : ''}.`,
      status >= 500 ? 'See the log of the sign-in server, and of the reverse proxy before it.' : check,
      ...(/HTTPS required/.test(text) ? [keycloak.behindProxy] : []),
    )
  }
  const json = parsed(text)
  if (json === undefined) {
    const kind = /^\s*</.test(text) ? 'a page (HTML)' : 'something else'
    return wrong(`Discovery (${place}) answers ${kind} instead of JSON.`, check)
  }
  const document = Discovery.safeParse(json)
  return document.success
    ? { document: document.data, answered: answer }
    : wrong(`Discovery (${place}) answers JSON that names no issuer.`, check)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function sameIssuer(document: Discovery, { id, issuer }: Issuer): Finding {
  if (document.issuer === issuer) return fine('It calls itself exactly as the settings do.')
  const differences = differencesOf(issuer, document.issuer)
  const { origin } = new URL(issuer)
  return {
    ok: false,
    what: `It calls itself otherwise than the settings do. They differ in ${differences.join(', ')}; every token is refused.`,
    details: [`foyer.yaml: ${issuer}`, `discovery:  ${document.issuer}`],
    todo: [
      `foyer.yaml: signIn.issuers → ${id} → issuer: ${document.issuer}`,
      ...(/host|port|http/.test(differences.join()) ? [`or ${keycloak.hostname(origin)}`] : []),
      ...(differences.includes('http:// and https://') ? [keycloak.behindProxy] : []),
    ],
  }
}

/** An issuer behind a reverse proxy that does not know of it gives addresses that browsers refuse to mix. */
function withTls(document: Discovery, { issuer }: Issuer): Finding[] {
  if (!issuer.startsWith('https:')) return []
  const { jwks_uri, authorization_endpoint, token_endpoint, end_session_endpoint } = document
  const open = Object.entries({ jwks_uri, authorization_endpoint, token_endpoint, end_session_endpoint })
    .filter(([, value]) => value?.startsWith('http:'))
    .map(([name]) => name)
  if (open.length === 0) return []
  return [wrong(`Discovery names addresses without HTTPS: ${open.join(', ')}.`, keycloak.behindProxy)]
}

async function examineKeys(
  { jwks_uri: place }: Discovery,
  publicUrl: string,
  parts: DoctorEnvironment,
): Promise<{ findings: Finding[]; answer: Answered | null }> {
  if (place === undefined) {
    return { findings: [wrong('Discovery names no keys (jwks_uri).', keycloak.signingKey)], answer: null }
  }
  const answer = await ask(parts, place, { headers: { Accept: 'application/json', Origin: publicUrl } })
  if (answer.state === 'silent') {
    return { findings: [wrong(`Its keys cannot be reached: ${answer.why}.`, answer.todo)], answer: null }
  }
  return { findings: [signingKey(answer, place)], answer }
}

function signingKey({ status, text }: Answered, place: string): Finding {
  if (status !== 200)
    return wrong(`Its keys (${place}) answer ${status}.`, 'See the log of the sign-in server.')
  try {
    const algorithms = readKeys(parsed(text)).keys.flatMap(usableFor)
    if (algorithms.length > 0)
      return fine(`It publishes a key to sign with (${[...new Set(algorithms)].join(', ')}).`)
  } catch {
    // Said below: nothing there that can be used.
  }
  return wrong(
    'It publishes no key for RS256, PS256 or ES256, which tokens must be signed with.',
    keycloak.signingKey,
  )
}

/** Algorithms that a key serves; one that names none serves all of its kind. */
function usableFor(key: { kty?: string; alg?: string; crv?: string }): string[] {
  const possible = key.kty === 'RSA' ? ['RS256', 'PS256'] : key.crv === 'P-256' ? ['ES256'] : []
  return possible.filter((algorithm) => key.alg === undefined || key.alg === algorithm)
}

/** Keycloak lets every origin read these two (tried with 26.7.3): only what stands before it can spoil that. */
function readableByPages(discovery: Answered, keys: Answered | null, publicUrl: string): Finding {
  const closed = [
    ...(isOpenTo(discovery, publicUrl) ? [] : ['discovery']),
    ...(keys && !isOpenTo(keys, publicUrl) ? ['keys'] : []),
  ]
  if (closed.length === 0) return fine(`Pages of ${publicUrl} may read discovery and keys (CORS).`)
  return wrong(
    `Pages of ${publicUrl} may not read its ${closed.join(' and ')} (CORS).`,
    'Keycloak answers with Access-Control-Allow-Origin by itself: let the reverse proxy before it pass Origin on, and leave the answer as it is.',
  )
}

function announcements(document: Discovery, issuer: Issuer): Finding[] {
  const methods = document.code_challenge_methods_supported
  const pkce =
    methods === undefined
      ? unknown('It does not say whether it knows PKCE.', 'See its manual: Foyer needs PKCE with S256.')
      : methods.includes('S256')
        ? fine('It knows PKCE with S256.')
        : wrong('It does not know PKCE with S256, which Foyer signs in with.', 'Upgrade the sign-in server.')
  if (document.authorization_response_iss_parameter_supported) return [pkce]
  return [
    pkce,
    unknown(
      `It does not name itself when it sends people back (RFC 9207), so that a page cannot tell it from another issuer.`,
      `Keycloak: a newer version does (26, for one). With "${issuer.id}" as the only issuer nothing is to be done.`,
    ),
  ]
}

/** Which address is entered there cannot be asked; whether ours can be reached is judged by its form. */
function backchannel(document: Discovery, { id, issuer, clientId }: Issuer, publicUrl: string): Finding {
  const ours = `${publicUrl}/hooks/issuers/${id}/logout`
  if (!document.backchannel_logout_supported) {
    return unknown(
      'It does not tell us when somebody is signed out there (back-channel logout).',
      'Nothing has to be done: such a session ends with its access token, within minutes.',
    )
  }
  const enter = keycloak.backchannel(clientId, ours)
  switch (isReachable(ours, issuer)) {
    case true:
      return unknown('Whether it tells us when somebody is signed out there cannot be seen from here.', enter)
    case null:
      return unknown(
        `Whether it reaches ${ours}, a private address, when somebody is signed out there depends on its network.`,
        enter,
      )
    case false:
      return wrong(
        `It cannot reach ${ours} when somebody is signed out there: that is an address of this machine alone.`,
        'foyer.yaml: publicUrl: the address at which others reach Foyer',
        enter,
      )
  }
}
