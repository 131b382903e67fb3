import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { SessionProblem } from '../session-problems.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useMember } from './context.tsx'
import { Page } from './Page.tsx'
import { useProblemText } from './problems.tsx'
import { SignInDown } from './SignInDown.tsx'

interface SignInFailedProps {
  problem: unknown
  returnTo: string
}

/** A sign-in that stopped: why, what to do, and what works without it. */
export function SignInFailed({ problem, returnTo }: SignInFailedProps) {
  const { t } = useTranslation('account')
  const { session } = useMember()
  const problemText = useProblemText()
  const signIn = useMutation({ mutationFn: () => session.signIn(returnTo) })
  const latest = signIn.error ?? problem
  const detail = latest instanceof SessionProblem ? latest.detail : null

  return (
    <Page title={t('sign_in_failed')}>
      <div className="stack">
        <Notice kind="bad" role="alert">
          <p>{problemText(latest)}</p>
          {detail && <p className="quiet">{t('sign_in_detail', { detail })}</p>}
        </Notice>
        {latest instanceof SessionProblem && latest.code === 'sign_in_unreachable' && <SignInDown />}
        <div className="actions">
          <Button kind="primary" busy={signIn.isPending} onClick={() => signIn.mutate()}>
            {t('sign_in_retry')}
          </Button>
          <LinkButton href="/status">{t('sign_in_status')}</LinkButton>
        </div>
        <p className="quiet">{t('sign_in_guest')}</p>
      </div>
    </Page>
  )
}
