import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'

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

  const self: TestIssuer = {
    issuer,
    asked: [],
    down: false,
    claimsToBe: null,
    async fetch(request) {
      const { pathname } = new URL(request.url)
      self.asked.push(pathname)
      if (self.down) throw new TypeError('fetch failed: connection refused')
      if (pathname.endsWith('/.well-known/openid-configuration')) {
        return Response.json({ issuer: self.claimsToBe ?? issuer, jwks_uri: `${issuer}/certs` })
      }
      return pathname.endsWith('/certs')
        ? Response.json({ keys: [key.jwk] })
        : new Response('not found', { status: 404 })
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

async function newKey(number: number, alg: string): Promise<SigningKey> {
  const kid = `key-${number}`
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}
