import { useSessionState } from '../parts/session-state.ts'
import { SignedOut } from './SignedOut.tsx'

/** Where the sign-in server leads back to after a sign-out. */
export function SignedOutPage() {
  const state = useSessionState()
  return <SignedOut elsewhere={state.status === 'signed_out' && state.elsewhere} />
}
