import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf, Call, InputOf } from '../../client.ts'
import { formatWhen } from '../../parts/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { useNow } from './clock.ts'
import { useMember } from './context.tsx'
import { ProblemNotice } from './problems.tsx'
import { useSessionState } from './session-state.ts'

/** How often what is on screen is asked again while the page is visible, milliseconds. */
const pace = 10_000

/** Asks the proxy, and again every 10 s, at once after sleep or the back button. */
export function useReading<C extends Call>(name: C, input: InputOf<C>): UseQueryResult<AnswerOf<C>> {
  const { client } = useMember()
  const isSignedIn = useSessionState().status === 'signed_in'
  return useQuery({
    ...client.query(name, input),
    enabled: isSignedIn,
    refetchInterval: pace,
  })
}

interface ReadingProps<Answer> {
  query: UseQueryResult<Answer>
  /** A text while the first answer is awaited. */
  loading: string
  /** Content that works without the answer. */
  otherwise?: ReactNode
  children: (answer: Answer) => ReactNode
}

/** An answer, or what is known instead of one. An old answer stays on screen and says so. */
export function Reading<Answer>({ query, loading, otherwise, children }: ReadingProps<Answer>) {
  const { data, error } = query
  if (data !== undefined) {
    return (
      <>
        {error && <StaleNotice since={query.dataUpdatedAt} />}
        {children(data)}
      </>
    )
  }
  if (error) {
    return (
      <div className="stack">
        <ProblemNotice problem={error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        {otherwise && <div className="actions">{otherwise}</div>}
      </div>
    )
  }
  return (
    <p className="reading" role="status">
      {loading}
    </p>
  )
}

function StaleNotice({ since }: { since: number }) {
  const { t } = useTranslation('member')
  const { language } = useMember()
  const now = useNow()
  return (
    <Notice kind="careful" title={t('stale_title')} role="status">
      <p>{t('stale_text', { when: formatWhen(since, language, now) })}</p>
    </Notice>
  )
}
