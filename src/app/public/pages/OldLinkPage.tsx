import { useTranslation } from 'react-i18next'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { JoinByLink } from '../JoinByLink.tsx'
import type { ViewProps } from '../views.ts'

/** A link of the service that was here before, to a room that has not come over. */
export function OldLinkPage({ page, view }: ViewProps<'old_link'>) {
  const { t } = useTranslation(['public', 'common'])
  const { host } = new URL(page.config.publicUrl)
  return (
    <div className="door door-wide">
      <header className="room-head">
        <h1>{t('old_title')}</h1>
        <p className="lead">{t('old_text')}</p>
        <p className="quiet typed">{t('old_link', { link: `${host}${view.shape}` })}</p>
      </header>
      <Card>
        <JoinByLink config={page.config} />
      </Card>
      <section className="aside stack">
        <h2>{t('old_host_title')}</h2>
        <p>{t('old_host_text')}</p>
        <div className="actions">
          <LinkButton href={paths.signIn(paths.home)}>{t('common:sign_in')}</LinkButton>
        </div>
      </section>
    </div>
  )
}
