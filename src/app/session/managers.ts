import { type INavigator, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { checkMetadata, type Metadata } from './answers.ts'
import type { SessionEnvironment } from './environment.ts'
import { SessionProblem } from './problems.ts'
import type { SessionIssuer } from './store.ts'

/** The library's managers, one for each issuer that is in use. */
export interface Managers {
  /** @throws SessionProblem state_lost where the issuer is not in use */
  of(issuer: SessionIssuer): UserManager
  /** @throws SessionProblem sign_in_unreachable, auth_mixup */
  metadataOf(issuer: SessionIssuer): Promise<Metadata>
  /** The issuer whose answers come to this path. */
  answeringAt(pathname: string): SessionIssuer | undefined
  /** Removes the tokens of every issuer but this one. */
  removeUsers(except?: SessionIssuer): Promise<void>
}

/** Seconds in which an issuer must have answered. */
export const issuerTimeout = 10

export function createManagers(issuers: readonly SessionIssuer[], env: SessionEnvironment): Managers {
  const inUse = issuers.filter(({ state }) => state !== 'retired')
  const managers = new Map(inUse.map((issuer) => [issuer.id, createManager(issuer, env)]))

  function of(issuer: SessionIssuer): UserManager {
    const manager = managers.get(issuer.id)
    if (!manager) throw new SessionProblem('state_lost')
    return manager
  }

  return {
    of,
    async metadataOf(issuer) {
      const metadata = await of(issuer)
        .metadataService.getMetadata()
        .catch((cause: unknown) => {
          throw new SessionProblem('sign_in_unreachable', { cause })
        })
      checkMetadata(metadata, issuer)
      return metadata
    },
    answeringAt: (pathname) => inUse.find(({ id }) => pathname === callbackPath(id)),
    async removeUsers(except) {
      for (const [id, manager] of managers) if (id !== except?.id) await manager.removeUser()
    },
  }
}

function createManager(issuer: SessionIssuer, env: SessionEnvironment): UserManager {
  const settings = {
    authority: issuer.issuer,
    client_id: issuer.clientId,
    redirect_uri: new URL(callbackPath(issuer.id), env.origin).href,
    post_logout_redirect_uri: new URL('/signed-out', env.origin).href,
    response_type: 'code',
    scope: 'openid',
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
    // The nonce is ours to compare.
    filterProtocolClaims: false,
    requestTimeoutInSeconds: issuerTimeout,
    stateStore: new WebStorageStateStore({ store: env.local }),
    userStore: new WebStorageStateStore({ store: env.local }),
  }
  return new UserManager(settings, navigatorOf(env))
}

/** A redirect ends this page. Only a page that comes back from the browser's back button goes on. */
function navigatorOf(env: SessionEnvironment): INavigator {
  const window = {
    navigate: async ({ url }: { url: string }) => {
      await env.leave(url)
      return { url }
    },
    close() {},
  }
  return { prepare: async () => window, callback: async () => {} }
}

function callbackPath(issuerId: string): string {
  return `/sign-in/${issuerId}/callback`
}
