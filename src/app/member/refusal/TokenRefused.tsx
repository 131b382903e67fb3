import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import type { ClientProblem } from '../../client.ts'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useMember } from '../parts/context.tsx'
import { EnterAsGuest } from '../parts/EnterAsGuest.tsx'
import { Page } from '../parts/Page.tsx'
import { ProblemNotice, useProblemText } from '../parts/problems.tsx'
import { SupportMessage } from '../parts/SupportMessage.tsx'
import { useSessionState } from '../parts/session-state.ts'
import { useSignInAgain } from '../parts/sign-in.ts'

/** Problems that only those who run the sign-in or the service can mend. */
const needsHelp: readonly string[] = [
  'audience_missing',
  'client_not_allowed',
  'token_too_large',
  'subject_missing',
  'issuer_unknown',
]

/** The proxy does not take the sign-in, and a renewal did not help. */
export function TokenRefused({ problem }: { problem: ClientProblem }) {
  const { t } = useTranslation('account')
  const { pathname, search } = useLocation()
  const problemText = useProblemText()
  const state = useSessionState()
  const issuer = state.status === 'signed_in' ? state.issuer : null
  const again = useSignInAgain(issuer, pathname + search)
  const mustBeMended = needsHelp.includes(problem.code)
  const next = mustBeMended ? 'mend' : problem.code === 'clock_skew' ? 'wait' : 'sign_in'
  return (
    <Page title={t('sign_in_failed')}>
      <div className="stack">
        <Notice kind="bad" role="alert">
          <p>{problemText(problem)}</p>
          <p>{t(`problem_next_${next}`)}</p>
          <p className="reference">{t('ref', { ref: referenceOf(problem) })}</p>
        </Notice>
        {again.problem && <ProblemNotice problem={again.problem} />}
        <div className="actions">
          <Button kind="primary" busy={again.isBusy} onClick={again.signIn}>
            {t('sign_in_retry')}
          </Button>
          <EnterAsGuest />
          <LinkButton href={paths.status}>{t('sign_in_status')}</LinkButton>
        </div>
        {mustBeMended && <Message problem={problem} />}
        <p className="quiet">{t('sign_in_guest')}</p>
      </div>
    </Page>
  )
}

/** The decision's, which operators find; otherwise the one in the log. */
function referenceOf(problem: ClientProblem): string {
  return String(problem.values.decision ?? problem.ref ?? problem.code)
}

function Message({ problem }: { problem: ClientProblem }) {
  const { t } = useTranslation('account')
  const { config, language } = useMember()
  const problemText = useProblemText()
  const service = localText(config.brand.name, language)
  const ref = referenceOf(problem)
  return (
    <SupportMessage
      subject={t('message_subject', { service, ref })}
      lines={[
        t('message_hello'),
        '',
        t('message_failed', { service, reason: problemText(problem) }),
        t('ref', { ref }),
        '',
        t('message_thanks'),
      ]}
    />
  )
}
