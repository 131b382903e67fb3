import { useTranslation } from 'react-i18next'
import { SessionProblem } from '../../session/problems.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../parts/Page.tsx'
import { useProblemText } from '../parts/problems.tsx'
import { useSignInAgain } from '../parts/sign-in.ts'
import { SignInDown } from './SignInDown.tsx'

interface SignInFailedProps {
  problem: unknown
  /** At which issuer, by its id. */
  issuer: string | null
  returnTo: string
}

/** A sign-in that stopped: why, what to do, and what works without it. */
export function SignInFailed({ problem, issuer, returnTo }: SignInFailedProps) {
  const { t } = useTranslation('account')
  const problemText = useProblemText()
  const again = useSignInAgain(issuer, returnTo)
  const latest = again.problem ?? problem
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
          <Button kind="primary" busy={again.isBusy} onClick={again.signIn}>
            {t('sign_in_retry')}
          </Button>
          <LinkButton href="/status">{t('sign_in_status')}</LinkButton>
        </div>
        <p className="quiet">{t('sign_in_guest')}</p>
      </div>
    </Page>
  )
}
