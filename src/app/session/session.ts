import { discoveryAddress } from './answers.ts'
import { browserEnvironment, type SessionEnvironment } from './environment.ts'
import { createManagers } from './managers.ts'
import { SessionProblem } from './problems.ts'
import { createRedirects } from './redirects.ts'
import { createReturn } from './return.ts'
import type { SessionIssuer } from './store.ts'
import { createTabs, type SessionState } from './tabs.ts'
import { createTokens } from './tokens.ts'

/** The session in every tab of this browser. */
export interface Session {
  /** The same object as long as nothing changed (for useSyncExternalStore). */
  current(): SessionState
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void
  /**
   * Leaves for the sign-in server, and comes back to `returnTo`.
   * @param issuerId an issuer that admits people anew; the first such one where nothing is said
   * @throws SessionProblem sign_in_unreachable, auth_mixup, auth_loop; state_lost where there is none
   */
  signIn(returnTo: string, issuerId?: string): Promise<void>
  /**
   * Takes the sign-in server's answer. A second call with the same address shares the first one's outcome.
   * @param url the address of the callback page, as it was opened
   * @returns the path to go on to
   * @throws SessionProblem
   */
  finish(url: string): Promise<string>
  /** The destination of this tab's last sign-in: one that failed on the way is tried again from here. */
  destination(): string
  /**
   * Signs out in every tab and at the sign-in server, which leads to `/signed-out`. What was typed is forgotten, and
   * what this browser remembers of people.
   * @param keepsInvitation the invitation in this tab stays, for whoever signs in next
   */
  signOut(keepsInvitation?: boolean): Promise<void>
  /** The names of the ID token's claims: a refusal may be explained by what only that token has. */
  idTokenClaims(): string[]
  /**
   * Puts the token on a request, renewed where it is about to end; nobody's request stays as it is.
   * @throws SessionProblem sign_in_unreachable where the token has ended and cannot be renewed now
   */
  authorize(request: Request): Promise<Request>
  /**
   * The proxy refused the token of this request (401): another one, fetched once for all who ask.
   * @param refused as it was authorized, its body unread
   * @returns the request with another token, or the same one where there is none
   */
  reauthorize(refused: Request): Promise<Request>
}

export interface SessionOptions {
  /** All of them: a session lives on at one that admits nobody anew. */
  issuers: readonly SessionIssuer[]
  /** The language to sign in with, a BCP 47 tag. */
  language: () => string
  /** Whether a pathname is one of our pages. */
  matchesRoute: (pathname: string) => boolean
  env?: SessionEnvironment
}

/** Milliseconds in which the issuer must answer for a sign-out to go there. */
const signOutTimeout = 2_000

/** Signs people in with the Authorization Code flow and PKCE (RFC 7636, RFC 9700), one manager per issuer. */
export function createSession(options: SessionOptions): Session {
  const { issuers, language, matchesRoute, env = browserEnvironment() } = options
  const managers = createManagers(issuers, env)
  const tabs = createTabs(issuers, managers, env)
  const redirects = createRedirects(env.tab, env.now)
  const onWelcome = () => tokens.resetBackoff()
  const way = createReturn({ managers, tabs, redirects, env, language, matchesRoute, onWelcome })
  const tokens = createTokens({ managers, tabs, redirects, leaveFor: way.leaveFor, env })

  return {
    current: tabs.current,
    subscribe: tabs.subscribe,
    async signIn(returnTo, issuerId) {
      const issuer = issuers
        .filter((one) => one.state === 'active')
        .find(({ id }) => issuerId === undefined || id === issuerId)
      if (!issuer) throw new SessionProblem('state_lost')
      if (!redirects.allow()) throw new SessionProblem('auth_loop')
      await way.leaveFor(issuer, { returnTo: way.ours(returnTo), silent: false })
    },
    finish: way.finish,
    destination: way.destination,
    async signOut(keepsInvitation = false) {
      redirects.forget()
      const stored = tabs.read()
      const answers = stored && (await env.answers(discoveryAddress(stored.issuer.issuer), signOutTimeout))
      if (!stored || !answers) {
        await tabs.end({ status: 'signed_out', elsewhere: stored !== null }, keepsInvitation)
        if (!keepsInvitation) await env.clearStorage('now')
        return
      }
      if (!keepsInvitation) await env.clearStorage('on_return')
      tabs.signOut(keepsInvitation)
      // This page stays as it is until it is left: a member's page without a session would sign in again.
      const elsewhere = await managers
        .of(stored.issuer)
        .signoutRedirect()
        .then(() => false)
        .catch(() => true)
      tabs.settle({ status: 'signed_out', elsewhere })
    },
    idTokenClaims: () => Object.keys(tabs.read()?.user.profile ?? {}),
    authorize: tokens.authorize,
    reauthorize: tokens.reauthorize,
  }
}
