import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import type { SessionEnd } from '../../session/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { EnterAsGuest } from './EnterAsGuest.tsx'
import { Page } from './Page.tsx'
import { useProblemText } from './problems.tsx'
import { SignInElsewhere } from './SignInMoved.tsx'
import { useSignInAgain } from './sign-in.ts'

interface SessionEndedProps {
  end: SessionEnd
  isPage: boolean
}

/** The session ended by itself. As a notice it stands above the page, which stays. */
export function SessionEnded({ end, isPage }: SessionEndedProps) {
  const { t } = useTranslation('account')
  const isMoved = end.status === 'retired'
  const title = t(isMoved ? 'sign_in_moved_title' : 'session_ended_title')
  const body: ReactNode = isMoved ? <SignInElsewhere /> : <SignInAgain issuer={end.issuer} />
  if (isPage) return <Page title={title}>{body}</Page>
  return (
    <Notice kind="careful" title={title} role="alert">
      {body}
    </Notice>
  )
}

function SignInAgain({ issuer }: { issuer: string }) {
  const { t } = useTranslation('account')
  const { pathname, search } = useLocation()
  const problemText = useProblemText()
  const { signIn, problem, isBusy } = useSignInAgain(issuer, pathname + search)
  return (
    <>
      <p>{t('session_ended_text')}</p>
      {problem && <p role="alert">{problemText(problem)}</p>}
      <div className="actions">
        <Button kind="primary" busy={isBusy} onClick={signIn}>
          {t('sign_in_again')}
        </Button>
        <EnterAsGuest />
      </div>
    </>
  )
}
