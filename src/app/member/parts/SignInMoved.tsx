import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { EnterAsGuest } from './EnterAsGuest.tsx'
import { Page } from './Page.tsx'

/** One signed in with an issuer that is no longer used here. */
export function SignInMoved() {
  const { t } = useTranslation('account')
  return (
    <Page title={t('sign_in_moved_title')}>
      <SignInElsewhere />
    </Page>
  )
}

/** Why, and the way on: a new document, because this one may not know yet where one signs in now. */
export function SignInElsewhere() {
  const { t } = useTranslation('account')
  const { pathname, search } = useLocation()
  return (
    <div className="stack">
      <p>{t('sign_in_moved_text')}</p>
      <div className="actions">
        <LinkButton kind="primary" href={paths.signIn(pathname + search)}>
          {t('sign_in_title')}
        </LinkButton>
        <EnterAsGuest />
      </div>
    </div>
  )
}
