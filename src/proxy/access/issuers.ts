import type { Settings } from '../platform/settings/settings.ts'

/** The ids of those whose tokens count. Whoever is known by a retired one alone cannot come in any more. */
export function issuersInUse({ issuers }: Settings['signIn']): string[] {
  return issuers.filter(({ state }) => state !== 'retired').map(({ id }) => id)
}

/** Whether some issuer whose tokens count is trusted to verify e-mails. */
export function someIssuerVouches({ issuers }: Settings['signIn']): boolean {
  return issuers.some(({ state, vouchesForEmail }) => vouchesForEmail && state !== 'retired')
}
