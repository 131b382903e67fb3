import { type Account, type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { DemoPerson } from '../people.ts'
import { pageHeaders } from './headers.ts'
import { endPage, signOutPage } from './page.ts'
import type { DemoSignInOptions } from './provider.ts'
import type { DemoStorage } from './storage.ts'
import { pageLanguage } from './texts.ts'

type ProviderOptions = DemoSignInOptions & { prefix: string; storage: DemoStorage }

const scopes = 'openid profile email'
const day = 24 * 60 * 60

/** The provider, set up as docs/operate.md asks of Keycloak: public client, PKCE, our audience, rotation. */
export function createProvider(options: ProviderOptions): Provider {
  return new Provider(options.issuer, {
    adapter: options.storage.adapter,
    jwks: { keys: [options.storage.signingKey] },
    cookies: cookies(options),
    clients: [
      {
        client_id: options.clientId,
        redirect_uris: options.redirectUris,
        post_logout_redirect_uris: options.postLogoutRedirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
    ],
    responseTypes: ['code'],
    scopes: scopes.split(' '),
    // As with mappers on the client: `openid` alone brings them.
    claims: { openid: ['sub', 'name', 'preferred_username', 'locale', 'email', 'email_verified'] },
    // Keycloak puts name and e-mail into the ID token, too.
    conformIdTokenClaims: false,
    extraTokenClaims: (_context, token) => tokenClaims(options.people, token),
    findAccount: (_context, subject) => findAccount(options.people, subject),
    loadExistingGrant: consentGiven,
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    clientBasedCORS: (_context, origin) => options.redirectUris.some((uri) => new URL(uri).origin === origin),
    pkce: { required: () => true },
    interactions: { url: (_context, interaction) => `${options.prefix}/interaction/${interaction.uid}` },
    discovery: { ui_locales_supported: ['en', 'fr'] },
    features: features(options),
    renderError: (context, out) => showError(context, options, out.error_description ?? out.error),
    ttl: {
      AccessToken: options.accessTokenSeconds ?? 300,
      IdToken: options.accessTokenSeconds ?? 300,
      AuthorizationCode: 60,
      Interaction: day,
      Session: 14 * day,
      Grant: 14 * day,
      RefreshToken: 14 * day,
    },
  })
}

/** Names of their own: other cookies live on the same host, and perhaps on the same port. */
function cookies({ prefix, storage }: ProviderOptions): NonNullable<Configuration['cookies']> {
  return {
    keys: [storage.cookieKey],
    names: { session: 'demo_session', interaction: 'demo_interaction', resume: 'demo_resume' },
    long: { httpOnly: true, sameSite: 'lax', path: prefix || '/' },
    short: { httpOnly: true, sameSite: 'lax' },
  }
}

/** JWT access tokens come only with a resource; ours has the proxy's audience and no scopes of its own. */
function features(options: ProviderOptions): NonNullable<Configuration['features']> {
  const resource = `urn:foyer:${options.audience}`
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience: options.audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: options.accessTokenSeconds ?? 300,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => showSignOut(context, options, form),
      postLogoutSuccessSource: (context) => showSignedOut(context, options),
    },
  }
}

function personOf(people: readonly DemoPerson[], subject: string): DemoPerson | undefined {
  return people.find((person) => person.subject === subject)
}

function findAccount(people: readonly DemoPerson[], subject: string): Account | undefined {
  const person = personOf(people, subject)
  if (!person) return undefined
  const { name, email, language } = person
  const claims = {
    sub: subject,
    name,
    preferred_username: email,
    locale: language,
    email,
    email_verified: true,
  }
  return { accountId: subject, claims: async () => claims }
}

/** Claims of an access token, as Keycloak's mappers write them. */
function tokenClaims(people: readonly DemoPerson[], token: object) {
  const person = 'accountId' in token ? personOf(people, String(token.accountId)) : undefined
  if (!person) return undefined
  const { name, email, groups } = person
  return { name, preferred_username: email, email, email_verified: true, groups }
}

/** Our own client needs nobody's consent. */
async function consentGiven({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc
  if (!client || !session?.accountId) return undefined
  const grantId = session.grantIdFor(client.clientId)
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  if (existing?.accountId === session.accountId) return existing
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope(scopes)
  await grant.save()
  return grant
}

/** With an `id_token_hint` the client has shown whose session it ends, and nobody is asked again. */
function showSignOut(context: KoaContextWithOIDC, options: ProviderOptions, form: string): void {
  const { params, entities } = context.oidc
  const language = pageLanguage(params?.ui_locales ?? 'en')
  const atOnce = entities.IdTokenHint !== undefined
  context.set(pageHeaders(options.redirectUris))
  context.body = signOutPage({ language, prefix: options.prefix, form, atOnce })
}

function showSignedOut(context: KoaContextWithOIDC, options: ProviderOptions): void {
  context.set(pageHeaders(options.redirectUris))
  context.body = endPage({ end: 'signedOut', prefix: options.prefix, home: homeOf(options) })
}

function showError(context: KoaContextWithOIDC, options: ProviderOptions, detail: string): void {
  context.set(pageHeaders(options.redirectUris))
  context.body = endPage({ end: 'failed', prefix: options.prefix, home: homeOf(options), detail })
}

/** The client's first address. */
export function homeOf({ redirectUris, issuer }: DemoSignInOptions): string {
  return new URL('/', redirectUris[0] ?? issuer).href
}
