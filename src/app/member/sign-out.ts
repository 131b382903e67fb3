import { useMutation } from '@tanstack/react-query'
import { useMember } from './context.tsx'

/** Signs out in every tab and at the sign-in server. */
export function useSignOut() {
  const { session } = useMember()
  const { mutate, isPending } = useMutation({ mutationFn: () => session.signOut() })
  return { signOut: () => mutate(), isBusy: isPending }
}
