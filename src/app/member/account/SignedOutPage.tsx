import { useSessionState } from '../parts/session-state.ts'
import { SignedOut } from './SignedOut.tsx'

/** The page to which the sign-in server leads back after a sign-out. */
export function SignedOutPage() {
  const state = useSessionState()
  return <SignedOut elsewhere={state.status === 'signed_out' && state.elsewhere} />
}
