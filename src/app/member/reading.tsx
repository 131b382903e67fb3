import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type AnswerOf, type Call, ClientProblem, type InputOf } from '../client.ts'
import { Notice } from '../ui/Notice.tsx'
import { useMember } from './context.tsx'
import { ProblemNotice } from './problems.tsx'

/** How often what is on screen is asked again while the page is visible, milliseconds. */
const pace = 10_000

/** Codes after which the page as a whole is another one: see ErrorPage. */
const forThePage = new Set(['not_admitted', 'room_unknown'])

/** Asks the proxy, and again every 10 s, at once after sleep or the back button. */
export function useReading<C extends Call>(name: C, input: InputOf<C>): UseQueryResult<AnswerOf<C>> {
  const { client } = useMember()
  return useQuery({
    ...client.query(name, input),
    refetchInterval: pace,
    throwOnError: (error) => concernsThePage(error),
  })
}

function concernsThePage(error: Error): boolean {
  if (!(error instanceof ClientProblem)) return true
  return error.status === 401 || forThePage.has(error.code)
}

interface ReadingProps<Answer> {
  query: UseQueryResult<Answer>
  /** What is said while the first answer is awaited. */
  loading: string
  children: (answer: Answer) => ReactNode
}

/** An answer, or what is known instead of one. An old answer stays on screen and says so. */
export function Reading<Answer>({ query, loading, children }: ReadingProps<Answer>) {
  const { data, error } = query
  if (data !== undefined) {
    return (
      <>
        {error && <StaleNotice since={query.dataUpdatedAt} />}
        {children(data)}
      </>
    )
  }
  if (error) return <ProblemNotice problem={error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
  return (
    <p className="reading" role="status">
      {loading}
    </p>
  )
}
