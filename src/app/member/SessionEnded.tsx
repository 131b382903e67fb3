import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useMember } from './context.tsx'
import { EnterAsGuest } from './EnterAsGuest.tsx'
import { Page } from './Page.tsx'
import { useProblemText } from './problems.tsx'

/** The session ended by itself. As a notice it stands above the page, which stays. */
export function SessionEnded({ isPage }: { isPage: boolean }) {
  const { t } = useTranslation('account')
  const { session } = useMember()
  const { pathname, search } = useLocation()
  const problemText = useProblemText()
  const signIn = useMutation({ mutationFn: () => session.signIn(pathname + search) })

  const body = (
    <>
      <p>{t('session_ended_text')}</p>
      {signIn.error && <p role="alert">{problemText(signIn.error)}</p>}
      <div className="actions">
        <Button kind="primary" busy={signIn.isPending} onClick={() => signIn.mutate()}>
          {t('sign_in_again')}
        </Button>
        <EnterAsGuest />
      </div>
    </>
  )
  if (isPage) return <Page title={t('session_ended_title')}>{body}</Page>
  return (
    <Notice kind="careful" title={t('session_ended_title')} role="alert">
      {body}
    </Notice>
  )
}
