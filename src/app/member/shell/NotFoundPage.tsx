import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../ui/Button.tsx'
import { Page } from '../parts/Page.tsx'

export function NotFoundPage() {
  const { t } = useTranslation('member')
  return (
    <Page title={t('not_found_title')}>
      <div className="stack">
        <p>{t('not_found_text')}</p>
        <div className="actions">
          <LinkButton kind="primary" href="/">
            {t('to_rooms')}
          </LinkButton>
        </div>
      </div>
    </Page>
  )
}
