import type { BrowserContext, Page, Request, Route } from '@playwright/test'
import type { Realm } from './realm.ts'

/** Keycloak's token endpoint: sign-ins and renewals alike. */
export function tokenEndpoint(realm: Realm): string {
  return `${realm.issuer}/protocol/openid-connect/token`
}

/** Renewals that leave for Keycloak from now on, of all tabs of a browser. */
export function countRenewals(context: BrowserContext, realm: Realm): string[] {
  const renewals: string[] = []
  context.on('request', (request) => {
    if (isRenewal(request, realm)) renewals.push(request.url())
  })
  return renewals
}

function isRenewal(request: Request, realm: Realm): boolean {
  const isToken = request.method() === 'POST' && request.url() === tokenEndpoint(realm)
  return isToken && (request.postData() ?? '').includes('grant_type=refresh_token')
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

/** The next token call reaches Keycloak and is answered, but the answer is lost on the way back. */
export async function loseNextAnswer(context: BrowserContext, realm: Realm): Promise<void> {
  await breakTokenCalls(context, realm, { times: 1 }, async (route) => {
    await route.fetch()
    await route.abort('connectionreset')
  })
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
