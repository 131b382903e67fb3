import { User } from 'oidc-client-ts'
import {
  answerProblem,
  checkAnswerer,
  isLoginExpired,
  isMeantForUs,
  isRefusal,
  isUnknownState,
  readTrip,
  type Trip,
} from './answers.ts'
import type { SessionEnvironment } from './environment.ts'
import type { Managers } from './managers.ts'
import { SessionProblem } from './problems.ts'
import type { Redirects } from './redirects.ts'
import { safeReturnPath } from './return-path.ts'
import type { SessionIssuer } from './store.ts'
import type { Tabs } from './tabs.ts'

/** Ways to the issuer and back. */
export interface Return {
  /**
   * Leaves for the issuer's page.
   * @param trip silent: the issuer's own session is tried, and nobody is asked
   * @throws SessionProblem sign_in_unreachable, auth_mixup
   */
  leaveFor(issuer: SessionIssuer, trip: Omit<Trip, 'nonce'>, more?: { id_token_hint?: string }): Promise<void>
  /**
   * Takes the issuer's answer. A second call with the same address shares the first one's outcome.
   * @param address of the callback page, as it was opened
   * @returns the path to go on to
   * @throws SessionProblem
   */
  finish(address: string): Promise<string>
  /** The destination of this tab's last sign-in. */
  destination(): string
  /** A path of ours; the home page where it is none. */
  ours(path: string): string
}

export interface ReturnDependencies {
  managers: Managers
  tabs: Tabs
  redirects: Redirects
  env: SessionEnvironment
  /** The language to sign in with, a BCP 47 tag. */
  language: () => string
  /** Whether a pathname is one of our pages. */
  matchesRoute: (pathname: string) => boolean
  /** Told when somebody has signed in. */
  onWelcome: () => void
}

const destinationKey = 'foyer.destination'

export function createReturn(dependencies: ReturnDependencies): Return {
  const { managers, tabs, redirects, env } = dependencies
  const finishing = new Map<string, Promise<string>>()

  async function leaveFor(
    issuer: SessionIssuer,
    trip: Omit<Trip, 'nonce'>,
    more: { id_token_hint?: string } = {},
  ) {
    const manager = managers.of(issuer)
    await managers.metadataOf(issuer)
    const nonce = crypto.randomUUID()
    // The library removes its own note of it with the first attempt to take the answer.
    env.tab.setItem(destinationKey, trip.returnTo)
    await manager.signinRedirect({
      state: { ...trip, nonce } satisfies Trip,
      extraQueryParams: { nonce },
      ui_locales: dependencies.language(),
      ...(trip.silent ? { prompt: 'none', ...more } : {}),
    })
  }

  async function takeAnswer(url: URL): Promise<string> {
    const issuer = managers.answeringAt(url.pathname)
    if (!issuer) throw new SessionProblem('state_lost')
    checkAnswerer(await managers.metadataOf(issuer), issuer, url.searchParams.get('iss'))
    const answer = await managers
      .of(issuer)
      .signinCallback(url.href)
      .catch((error: unknown) => error)
    return answer instanceof User ? await welcome(issuer, answer) : await refused(answer, issuer)
  }

  async function welcome(issuer: SessionIssuer, user: User): Promise<string> {
    const trip = readTrip(user.state)
    if (!trip || !isMeantForUs(user.profile, issuer, trip)) {
      await tabs.end({ status: 'signed_out', elsewhere: false })
      throw new SessionProblem('auth_mixup')
    }
    await managers.removeUsers(issuer)
    dependencies.onWelcome()
    env.keepStorage()
    tabs.begin({ issuer, user })
    return ours(trip.returnTo)
  }

  /** A silent attempt that found nobody is no failure: the session has ended, and the page is shown again. */
  async function refused(error: unknown, issuer: SessionIssuer): Promise<string> {
    const trip = isRefusal(error) ? readTrip(error.state) : null
    if (trip?.silent) {
      await tabs.end({ status: 'expired', issuer: issuer.id })
      return ours(trip.returnTo)
    }
    if (isUnknownState(error) && tabs.read()) return '/'
    const expired = isLoginExpired(error) ? readTrip(error.state) : null
    if (expired && !expired.anew) await beginAnew(issuer, expired)
    throw answerProblem(error)
  }

  /** Once for each time that the person asked; ends where the browser's back button leads back to this page. */
  async function beginAnew(issuer: SessionIssuer, { returnTo, silent }: Trip): Promise<void> {
    if (!redirects.allow()) throw new SessionProblem('auth_loop')
    await leaveFor(issuer, { returnTo, silent, anew: true })
  }

  function ours(path: string): string {
    return safeReturnPath(path, env.origin, dependencies.matchesRoute)
  }

  return {
    leaveFor,
    finish(address) {
      const url = new URL(address)
      env.replaceAddress(url.pathname)
      const outcome = finishing.get(address) ?? takeAnswer(url)
      finishing.set(address, outcome)
      outcome.catch(() => finishing.delete(address))
      return outcome
    },
    destination: () => ours(env.tab.getItem(destinationKey) ?? '/'),
    ours,
  }
}
