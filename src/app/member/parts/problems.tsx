import { useTranslation } from 'react-i18next'
import { ClientProblem } from '../../client.ts'
import { SessionProblem } from '../../session/problems.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** The sentence of a failed call or sign-in, in the reader's language. */
export function useProblemText(): (problem: unknown) => string {
  const { t, i18n } = useTranslation(['problems', 'member', 'account'])
  return (problem) => {
    if (problem instanceof SessionProblem) return t(`account:problem_${problem.code}`)
    if (!(problem instanceof ClientProblem)) return t('problems:internal')
    if (problem.code === 'network') return t('member:network')
    if (problem.code === 'unreadable') return t('member:unreadable')
    // A page may be older than the proxy: a code that it has not heard of is one of ours all the same.
    const known = i18n.exists(`problems:${problem.code}`)
    return known ? t(`problems:${problem.code}`, problem.values) : t('problems:internal')
  }
}

interface ProblemNoticeProps {
  problem: unknown
  /** A title that says what did not happen: "The meeting was not started". */
  title?: string
  onRetry?: () => void
  isRetrying?: boolean
}

/** A failed call: what happened, what to quote, and the way on. */
export function ProblemNotice({ problem, title, onRetry, isRetrying = false }: ProblemNoticeProps) {
  const { t } = useTranslation('member')
  const problemText = useProblemText()
  return (
    <Notice kind="bad" title={title} role="alert">
      <p>{problemText(problem)}</p>
      {problem instanceof ClientProblem && problem.ref && <p>{t('ref', { ref: problem.ref })}</p>}
      {onRetry && (
        <Button onClick={onRetry} busy={isRetrying}>
          {t('try_again')}
        </Button>
      )}
    </Notice>
  )
}
