import type { Snapshot } from './snapshot.ts'

/** Whether a server can be used, as far as is known: also one that was not asked yet, or that has some trouble. */
export function answers({ state }: Pick<Snapshot, 'state'>): boolean {
  return state !== 'down' && state !== 'misconfigured'
}
