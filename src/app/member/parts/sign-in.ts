import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Config, PublicIssuer } from '../../../contract/config.ts'
import { paths } from '../../paths.ts'
import { useMember } from './context.tsx'

/** Issuers that admit people anew; sessions of the others only go on. */
export function placesToSignIn({ issuers }: Config): PublicIssuer[] {
  return issuers.filter(({ state }) => state === 'active')
}

/**
 * Signs in where one was signed in before, or tried to; where that admits nobody any more, at the only other place,
 * or at the one that the person chooses.
 * @param before the issuer's id; null: it is not known
 * @param returnTo path to come back to
 */
export function useSignInAgain(before: string | null, returnTo: string) {
  const { session, config } = useMember()
  const navigate = useNavigate()
  const places = placesToSignIn(config)
  const [only] = places.length === 1 ? places : []
  const place = places.find(({ id }) => id === before) ?? only
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () =>
      place ? await session.signIn(returnTo, place.id) : await navigate(paths.signIn(returnTo)),
  })
  return { signIn: () => mutate(), problem: error, isBusy: isPending }
}
