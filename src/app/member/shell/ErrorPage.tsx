import { useTranslation } from 'react-i18next'
import { useRouteError } from 'react-router'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Page } from '../parts/Page.tsx'

/** The page of an error: why, and the way on. */
export function ErrorPage() {
  const error = useRouteError()
  const { t } = useTranslation('member')
  return (
    <Page title={t('error_title')}>
      <div className="stack">
        <p>{t('error_text')}</p>
        <div className="actions">
          <LinkButton kind="primary" href="">
            {t('error_reload')}
          </LinkButton>
          <LinkButton href={paths.home}>{t('to_rooms')}</LinkButton>
        </div>
        <details className="fold">
          <summary>{t('error_detail')}</summary>
          <p className="quiet">
            {error instanceof Error ? `${error.name}: ${error.message}` : String(error)}
          </p>
        </details>
      </div>
    </Page>
  )
}
