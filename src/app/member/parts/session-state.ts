import { useSyncExternalStore } from 'react'
import type { SessionState } from '../../session/tabs.ts'
import { useMember } from './context.tsx'

/** The state of the session, followed as it changes in this tab or another. */
export function useSessionState(): SessionState {
  const { session } = useMember()
  return useSyncExternalStore(session.subscribe, session.current)
}
