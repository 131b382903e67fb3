import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../Page.tsx'

export function NotFoundPage() {
  const { t } = useTranslation('member')
  return (
    <Page title={t('not_found_title')}>
      <p>{t('not_found_text')}</p>
      <div className="actions">
        <ButtonLink kind="primary" href="/">
          {t('to_rooms')}
        </ButtonLink>
      </div>
    </Page>
  )
}
