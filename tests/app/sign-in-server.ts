import { HttpResponse, http } from 'msw'
import type { TestPerson, World } from '../world.ts'
import { claimsOf } from '../world.ts'
import { wire } from './foyer.ts'

/** The sign-in server as the browser sees it. That the flow is kept is tested with a certified one. */
export interface SignInServer {
  /** The claims that tokens carry from now on, for somebody. */
  person: TestPerson
  /** What the person does there leads back to this address of ours. */
  answer(asked: string): string
  /** The same, when it comes to nothing: `access_denied` where the person says no (OpenID Connect Core §3.1.2.6). */
  refuse(asked: string, error?: 'access_denied' | 'login_required'): string
  /** Its login page was left open for too long, as Keycloak says it. */
  expire(asked: string): string
  /** A session as it is stored once somebody has signed in. */
  stored(): Promise<{ key: string; value: string }>
  /** It accepts no connection. */
  isDown: boolean
  /** Its own session with the person is over: no token is renewed. */
  hasEnded: boolean
}

const clientId = 'foyer'

/** Puts the issuer of the world on the wire, for a person who has an account there. */
export function openSignInServer({ issuer }: World, person: TestPerson): SignInServer {
  const at = (path: string) => `${issuer.issuer}${path}`
  const self: SignInServer = {
    person,
    isDown: false,
    hasEnded: false,
    answer(asked) {
      const { searchParams } = new URL(asked)
      return back(searchParams, { code: searchParams.get('nonce') ?? '' })
    },
    refuse: (asked, error = 'access_denied') => back(new URL(asked).searchParams, { error }),
    expire: (asked) =>
      back(new URL(asked).searchParams, {
        error: 'temporarily_unavailable',
        error_description: 'authentication_expired',
      }),
    async stored() {
      const tokens = await grant('')
      const { access_token, id_token, refresh_token, token_type } = tokens
      const profile = { ...claimsOf(self.person), ...self.person.idTokenOnly }
      const expires_at = Math.floor(Date.now() / 1000) + tokens.expires_in
      const user = { access_token, id_token, refresh_token, token_type, profile, expires_at, scope: 'openid' }
      return { key: `oidc.user:${issuer.issuer}:${clientId}`, value: JSON.stringify(user) }
    },
  }

  function back(asked: URLSearchParams, answer: Record<string, string>): string {
    const url = new URL(asked.get('redirect_uri') ?? '')
    const state = asked.get('state') ?? ''
    url.search = new URLSearchParams({ ...answer, state, iss: issuer.issuer }).toString()
    return url.href
  }

  async function grant(nonce: string) {
    const claims = claimsOf(self.person)
    return {
      access_token: await issuer.accessToken(claims),
      id_token: await issuer.accessToken({ ...claims, aud: clientId, nonce: nonce || undefined }),
      refresh_token: crypto.randomUUID(),
      token_type: 'Bearer',
      expires_in: 300,
    }
  }

  const metadata = {
    issuer: issuer.issuer,
    authorization_endpoint: at('/auth'),
    token_endpoint: at('/token'),
    jwks_uri: at('/certs'),
    end_session_endpoint: at('/logout'),
    authorization_response_iss_parameter_supported: true,
  }
  wire.use(
    http.all(`${issuer.issuer}/*`, () => (self.isDown ? HttpResponse.error() : undefined)),
    http.get(at('/.well-known/openid-configuration'), () => HttpResponse.json(metadata)),
    http.post(at('/token'), async ({ request }) => {
      const asked = new URLSearchParams(await request.text())
      const isRenewal = asked.get('grant_type') === 'refresh_token'
      if (isRenewal && self.hasEnded) return HttpResponse.json({ error: 'invalid_grant' }, { status: 400 })
      return HttpResponse.json(await grant(asked.get('code') ?? ''))
    }),
  )
  return self
}
