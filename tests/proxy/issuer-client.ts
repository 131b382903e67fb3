/** A browser's client as an issuer has it. */
export interface SignInClient {
  id: string
  realmEnabled: boolean
  enabled: boolean
  isPublic: boolean
  standardFlow: boolean
  requiresPkce: boolean
  /** The one method that it takes. */
  pkceMethod: string
  pushedOnly: boolean
  bindsTokens: boolean
  namesIssuer: boolean
  /** Whether an address is registered. */
  redirects: (address: string) => boolean
  webOrigins: string[]
  signedOutAddresses: string[]
}

/** One that is set up as Foyer needs it, for `https://meet.example.coop` and the issuer `sso`. */
export function registeredClient(id: string): SignInClient {
  return {
    id,
    realmEnabled: true,
    enabled: true,
    isPublic: true,
    standardFlow: true,
    requiresPkce: true,
    pkceMethod: 'S256',
    pushedOnly: false,
    bindsTokens: false,
    namesIssuer: true,
    redirects: (address) => address === 'https://meet.example.coop/sign-in/sso/callback',
    webOrigins: ['https://meet.example.coop'],
    signedOutAddresses: ['https://meet.example.coop/signed-out'],
  }
}

/**
 * What an issuer answers at the addresses of sign-in to somebody without a session. Held to what Keycloak 26.7.3
 * answered, in this order of its checks; null elsewhere.
 */
export async function answerSignIn(
  request: Request,
  issuer: string,
  client: SignInClient,
): Promise<Response | null> {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname.endsWith('/auth')) return answerAuthorization(searchParams, issuer, client)
  if (pathname.endsWith('/token'))
    return answerToken(request, new URLSearchParams(await request.text()), client)
  if (pathname.endsWith('/logout')) return answerLogout(searchParams, client)
  return null
}

function answerAuthorization(query: URLSearchParams, issuer: string, client: SignInClient): Response {
  const address = query.get('redirect_uri') ?? ''
  if (!client.realmEnabled) return page('Realm not enabled')
  if (query.get('client_id') !== client.id) return page('Client not found.')
  if (!client.enabled) return page('Client disabled.')
  if (!client.redirects(address)) return page('Invalid parameter: redirect_uri')
  const [error, description] = refusalOf(query, client)
  const location = new URL(address)
  location.searchParams.set('error', error)
  if (description) location.searchParams.set('error_description', description)
  location.searchParams.set('state', query.get('state') ?? '')
  if (client.namesIssuer) location.searchParams.set('iss', issuer)
  return new Response(null, { status: 302, headers: { Location: location.href } })
}

function refusalOf(query: URLSearchParams, client: SignInClient): [error: string, description?: string] {
  if (!client.standardFlow) return ['unauthorized_client', 'Standard flow is disabled for the client.']
  if (client.pushedOnly) return ['invalid_request', 'Pushed Authorization Request is only allowed.']
  const method = query.get('code_challenge_method')
  if (client.requiresPkce && method === null) {
    return ['invalid_request', 'Missing parameter: code_challenge_method']
  }
  if (client.requiresPkce && method !== client.pkceMethod) {
    return ['invalid_request', 'Invalid parameter: code challenge method is not matching the configured one']
  }
  return ['login_required']
}

function answerToken(request: Request, form: URLSearchParams, client: SignInClient): Response {
  const origin = request.headers.get('Origin') ?? ''
  const refused = (status: number, error: string, description: string) =>
    Response.json(
      { error, error_description: description },
      { status, headers: { 'Access-Control-Allow-Origin': origin } },
    )
  if (!client.realmEnabled) return refused(403, 'access_denied', 'Realm not enabled')
  const unfit = 'Invalid client or Invalid client credentials'
  if (form.get('client_id') !== client.id || !client.enabled) return refused(401, 'invalid_client', unfit)
  if (!client.isPublic) return refused(401, 'unauthorized_client', unfit)
  if (!client.webOrigins.includes(origin)) return Response.json({ error: 'Invalid origin' }, { status: 403 })
  if (client.bindsTokens) return refused(400, 'invalid_request', 'DPoP proof is missing')
  return refused(400, 'invalid_grant', 'Code not valid')
}

function answerLogout(query: URLSearchParams, client: SignInClient): Response {
  const address = query.get('post_logout_redirect_uri') ?? ''
  if (query.get('client_id') !== client.id || !client.signedOutAddresses.includes(address)) {
    return page('Invalid redirect uri')
  }
  return new Response(null, { status: 302, headers: { Location: address } })
}

function page(sentence: string): Response {
  const html = `<html><title>Sign in</title><h1>We are sorry...</h1><p class="instruction">${sentence}</p></html>`
  return new Response(html, { status: 400, headers: { 'Content-Type': 'text/html;charset=utf-8' } })
}
