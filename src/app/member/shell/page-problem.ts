import { notifyManager, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { ClientProblem } from '../../client.ts'

/** Why the proxy lets this person see nothing at all, as it said to any question; null while it answers. */
export function usePageProblem(): ClientProblem | null {
  const answers = useQueryClient().getQueryCache()
  return useSyncExternalStore(
    // A page that begins to ask does so while it renders: it may not change another component then.
    (listener) => answers.subscribe(notifyManager.batchCalls(listener)),
    () => {
      const errors = answers.getAll().map(({ state }) => state.error)
      return errors.find(isAboutThePerson) ?? null
    },
  )
}

const aboutTheToken: readonly string[] = ['audience_missing', 'client_not_allowed', 'token_too_large']

function isAboutThePerson(error: unknown): error is ClientProblem {
  return (
    error instanceof ClientProblem &&
    (error.status === 401 || error.code === 'not_admitted' || aboutTheToken.includes(error.code))
  )
}
