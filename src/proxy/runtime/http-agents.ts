import { Agent, setGlobalDispatcher } from 'undici'

/**
 * Makes the process's `fetch`, with which the proxy calls BBB servers and issuers, wait two seconds at most
 * for a connection, and keep a bounded pool for each of them, so that one that hangs takes nothing from others.
 */
export function limitOutgoingConnections(): void {
  setGlobalDispatcher(new Agent({ connect: { timeout: 2_000 }, connections: 10 }))
}
