import { useTranslation } from 'react-i18next'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { JoinByLink } from '../JoinByLink.tsx'
import type { ViewProps } from '../views.ts'

/** For those who are not signed in: go to a room by its link, or sign in to start a meeting. */
export function HomePage({ page }: ViewProps<'home'>) {
  const { t } = useTranslation(['public', 'common'])
  const isUnknown = new URLSearchParams(page.path.split('?')[1]).has('unknown')
  return (
    <div className="door door-wide">
      <header className="room-head">
        <h1>{t('home_title')}</h1>
        <p className="lead">{t('home_lead')}</p>
      </header>
      <Card>
        <JoinByLink config={page.config} isUnknown={isUnknown} />
      </Card>
      <section className="aside stack">
        <h2>{t('host_title')}</h2>
        <p>{t('host_text')}</p>
        <div className="actions">
          <LinkButton href={paths.signIn(paths.home)}>{t('common:sign_in')}</LinkButton>
        </div>
      </section>
    </div>
  )
}
