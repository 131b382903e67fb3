import { useMutation } from '@tanstack/react-query'
import { useMember } from './context.tsx'

/**
 * Signs out in every tab and at the sign-in server.
 * @param keepsInvitation whoever signs in next goes on with the invitation in this tab
 */
export function useSignOut(keepsInvitation = false) {
  const { session } = useMember()
  const { mutate, isPending } = useMutation({ mutationFn: () => session.signOut(keepsInvitation) })
  return { signOut: () => mutate(), isBusy: isPending }
}
