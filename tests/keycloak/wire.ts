import type { BrowserContext, Page, Route } from '@playwright/test'
import type { Realm } from './realm.ts'

/** Keycloak's token endpoint: sign-ins and renewals alike. */
export function tokenEndpoint(realm: Realm): string {
  return `${realm.issuer}/protocol/openid-connect/token`
}

/** Pages of Keycloak that these tabs are sent to from now on. */
export function countVisits(tabs: Page[], realm: Realm): string[] {
  const visits: string[] = []
  for (const tab of tabs)
    tab.on('request', (request) => {
      if (request.isNavigationRequest() && request.url().startsWith(realm.issuer)) visits.push(request.url())
    })
  return visits
}

/**
 * The next token call reaches Keycloak and is answered, but the answer is lost on the way back.
 * @returns `lost`, kept once that has happened
 */
export async function loseNextAnswer(
  context: BrowserContext,
  realm: Realm,
): Promise<{ lost: Promise<void> }> {
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  await breakTokenCalls(context, realm, { times: 1 }, async (route) => {
    await route.fetch()
    await route.abort('connectionreset')
    resolve()
  })
  return { lost }
}

/** What may happen to a token call on the wire. */
export const tokenFaults = {
  'does not answer': () => {
    // Nothing is said, and the connection stays.
  },
  'answers 502': (route: Route) => route.fulfill({ status: 502, headers: anyOrigin, body: 'Bad Gateway' }),
  'answers with a page': (route: Route) =>
    route.fulfill({ contentType: 'text/html', headers: anyOrigin, body: '<h1>Maintenance</h1>' }),
}

const anyOrigin = { 'Access-Control-Allow-Origin': '*' }

/** @returns what lets token calls through again */
export async function breakTokenCalls(
  context: BrowserContext,
  realm: Realm,
  options: { times?: number },
  fault: (route: Route) => Promise<void> | void,
): Promise<() => Promise<void>> {
  await context.route(tokenEndpoint(realm), fault, options)
  return () => context.unroute(tokenEndpoint(realm), fault)
}
