import { useEffect } from 'react'
import { readEvents } from '../../event-stream.ts'
import { pause } from '../../timers.ts'
import { useMember } from '../parts/context.tsx'
import { useSessionState } from '../parts/session-state.ts'

/** Milliseconds: the first answers of a page come first, and a short visit opens no stream. */
const timeout = 5_000
/** Before a stream that broke off is opened again. */
const reopened = 10_000
/** The proxy writes a comment every 20 s. */
const quiet = 60_000
const lock = 'foyer.session-events'

/**
 * Hears at once when the session was ended at the sign-in server. One tab of a browser listens for all of them:
 * a browser opens few connections to one place, and each stream takes one.
 */
export function useSessionEvents(): void {
  const { client } = useMember()
  const isSignedIn = useSessionState().status === 'signed_in'

  useEffect(() => {
    if (!isSignedIn) return
    const closing = new AbortController()
    const { signal } = closing

    async function listen(): Promise<void> {
      for await (const { event } of readEvents(await client.events(signal), quiet)) {
        // Another token is asked for, and refused: the session ends as it does whenever that happens.
        if (event === 'ended') await client.renew()
      }
    }

    async function keepListening(): Promise<void> {
      await pause(timeout, signal)
      while (!signal.aborted) {
        await listen().catch(() => {})
        await pause(reopened, signal)
      }
    }

    // Without locks (an insecure context) nobody signs in.
    navigator.locks?.request(lock, { signal }, keepListening).catch(() => {})
    return () => closing.abort()
  }, [client, isSignedIn])
}
