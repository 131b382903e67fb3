import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'
import { answerSignIn, registeredClient, type SignInClient } from './issuer-client.ts'

export interface TestIssuerOptions {
  /** Its identifier, as tokens carry it. */
  issuer: string
  /** Epoch milliseconds. */
  now?: () => number
  clientId?: string
  audience?: string
  /** How it signs; ES256 makes its keys fastest. */
  algorithm?: 'ES256' | 'RS256' | 'PS256'
}

/** A small OpenID issuer behind a fetch handler: discovery, keys, and tokens of any kind. */
export interface TestIssuer {
  issuer: string
  fetch(request: Request): Promise<Response>
  /** What was asked of it, by path. */
  asked: string[]
  /** It accepts no connection. */
  down: boolean
  /** Discovery names this issuer instead. */
  claimsToBe: string | null
  /** More of its discovery, or other values; `undefined` leaves one out. */
  discovery: Record<string, unknown>
  /** Answers this instead, whatever is asked. */
  instead: ((path: string) => Response | null) | null
  /** The browser's client, for the addresses of sign-in. */
  client: SignInClient
  /** Epoch milliseconds of its `Date` headers; null sends none, as Keycloak does. */
  clock: (() => number) | null
  /** An access token as Keycloak writes it; a claim that is `undefined` is left out. */
  accessToken(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>
  /** A logout token as Keycloak posts it; a claim that is `undefined` is left out. */
  logoutToken(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>
  /** An access token, signed by somebody else who gives their key this issuer's key id. */
  forgedToken(claims?: Record<string, unknown>): Promise<string>
  /** Signs with a new key from now on, and publishes that one only. */
  rotate(): Promise<void>
  /** The public key that is published now. */
  publicKey(): JWK
}

interface SigningKey {
  kid: string
  privateKey: CryptoKey
  jwk: JWK
}

export async function createTestIssuer(options: TestIssuerOptions): Promise<TestIssuer> {
  const { issuer, now = Date.now, clientId = 'foyer', audience = 'foyer-api', algorithm = 'ES256' } = options
  let key = await newKey(1, algorithm)
  const stranger = await newKey(1, algorithm)
  let rotations = 1

  async function token(
    by: SigningKey,
    claims: Record<string, unknown>,
    header: Partial<JWTHeaderParameters>,
  ) {
    const seconds = Math.floor(now() / 1000)
    const payload = {
      iss: issuer,
      aud: audience,
      azp: clientId,
      typ: 'Bearer',
      sub: 'ada',
      iat: seconds,
      exp: seconds + 300,
      ...claims,
    }
    return await new SignJWT(payload)
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: by.kid, ...header })
      .sign(by.privateKey)
  }

  async function usual(request: Request, pathname: string): Promise<Response> {
    if (pathname.endsWith('/.well-known/openid-configuration')) {
      const document = { issuer: self.claimsToBe ?? issuer, ...endpoints(issuer), ...self.discovery }
      return readable(Response.json(document), request)
    }
    if (pathname.endsWith('/certs')) return readable(Response.json({ keys: [key.jwk] }), request)
    const answer = await answerSignIn(request, issuer, self.client)
    return answer ?? new Response('not found', { status: 404 })
  }

  const self: TestIssuer = {
    issuer,
    asked: [],
    down: false,
    claimsToBe: null,
    discovery: {},
    instead: null,
    client: registeredClient(clientId),
    clock: null,
    async fetch(request) {
      const { pathname } = new URL(request.url)
      self.asked.push(pathname)
      if (self.down) throw new TypeError('fetch failed: connection refused')
      const answer = self.instead?.(pathname) ?? (await usual(request, pathname))
      if (self.clock) answer.headers.set('Date', new Date(self.clock()).toUTCString())
      return answer
    },
    accessToken: (claims = {}, header = {}) => token(key, claims, header),
    logoutToken: (claims = {}, header = {}) =>
      token(
        key,
        {
          aud: clientId,
          azp: undefined,
          typ: 'Logout',
          exp: Math.floor(now() / 1000) + 120,
          jti: 'a-logout',
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
          ...claims,
        },
        { typ: 'logout+jwt', ...header },
      ),
    forgedToken: (claims = {}) => token({ ...stranger, kid: key.kid }, claims, {}),
    async rotate() {
      rotations += 1
      key = await newKey(rotations, algorithm)
    },
    publicKey: () => key.jwk,
  }
  return self
}

function endpoints(issuer: string) {
  return {
    jwks_uri: `${issuer}/certs`,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    end_session_endpoint: `${issuer}/logout`,
    code_challenge_methods_supported: ['plain', 'S256'],
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
  }
}

/** Keycloak lets pages of any origin read its discovery and keys. */
function readable(answer: Response, request: Request): Response {
  const origin = request.headers.get('Origin')
  if (origin) answer.headers.set('Access-Control-Allow-Origin', origin)
  return answer
}

async function newKey(number: number, alg: string): Promise<SigningKey> {
  const kid = `key-${number}`
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}
