import { useTranslation } from 'react-i18next'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { keptInvitation } from '../parts/invitation.ts'
import { Page } from '../parts/Page.tsx'

/** @param props.elsewhere the sign-in server did not answer: one may still be signed in there */
export function SignedOut({ elsewhere }: { elsewhere: boolean }) {
  const { t } = useTranslation('account')
  // An invitation outlives a change of the account.
  const invitation = keptInvitation()
  return (
    <Page title={t('signed_out_title')}>
      <div className="stack">
        {elsewhere ? (
          <Notice kind="careful">
            <p>{t('signed_out_still')}</p>
          </Notice>
        ) : (
          <p>{t('signed_out_text')}</p>
        )}
        <div className="actions">
          <LinkButton kind="primary" href={invitation ? paths.signIn(invitation.path) : '/sign-in'}>
            {t('sign_in_again')}
          </LinkButton>
          <LinkButton href="/">{t('home')}</LinkButton>
        </div>
      </div>
    </Page>
  )
}
