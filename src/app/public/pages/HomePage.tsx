import { useTranslation } from 'react-i18next'
import type { PublicPage } from '../../../contract/pages.ts'
import type { IssuerStatus } from '../../../contract/status.ts'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { JoinByLink } from '../JoinByLink.tsx'
import { useDuration, useNow } from '../time.ts'
import type { ViewProps } from '../views.ts'

/** For those who are not signed in: go to a room by its link, or sign in to start a meeting. */
export function HomePage({ page, view }: ViewProps<'home'>) {
  const { t } = useTranslation(['public', 'common'])
  return (
    <div className="door door-wide">
      <header className="room-head">
        <h1>{t('home_title')}</h1>
        <p className="lead">{t('home_lead')}</p>
      </header>
      <Card>
        <JoinByLink config={page.config} typed={view.typed} />
      </Card>
      {!page.member && (
        <section className="aside stack">
          <h2>{t('host_title')}</h2>
          <p>{t('host_text')}</p>
          <SignInDown page={page} signIn={view.signIn} />
          <div className="actions">
            <LinkButton href={paths.signIn(paths.home)}>{t('common:sign_in')}</LinkButton>
          </div>
        </section>
      )}
    </div>
  )
}

/** Told before somebody tries in vain, with what works all the same. */
function SignInDown({ page, signIn }: { page: PublicPage; signIn: readonly IssuerStatus[] }) {
  const { t } = useTranslation('public')
  const durationOf = useDuration()
  const now = useNow(page.now)
  return signIn
    .filter(({ state }) => state === 'down')
    .map(({ id, label, since }) => (
      <Notice key={id} kind="careful" role="status">
        <p>
          {t('home_sign_in_down', {
            issuer: localText(label, page.language),
            duration: durationOf(now - (since ?? now)),
          })}
        </p>
        <p>{t('sign_in_down_text')}</p>
      </Notice>
    ))
}
