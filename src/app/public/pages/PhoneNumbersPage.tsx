import { useTranslation } from 'react-i18next'
import { telHref } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { NumbersByCountry } from '../NumbersByCountry.tsx'
import type { ViewProps } from '../views.ts'
import './phone.css'

/** The numbers of all servers, for those who have a PIN and look for the number. */
export function PhoneNumbersPage({ page, view }: ViewProps<'numbers'>) {
  const { t } = useTranslation('phone')
  const { numbers } = view
  return (
    <div className="phone-page">
      <header className="room-head">
        <h1 tabIndex={-1}>{t('numbers_title')}</h1>
        {numbers.length > 0 && <p className="lead">{t('numbers_lead')}</p>}
      </header>
      {numbers.length > 0 ? (
        <>
          <Card>
            <NumbersByCountry
              numbers={numbers}
              language={page.language}
              hrefOf={({ number, hash }) => telHref({ number, pin: null, hash })}
              saysHash
              saysServer={new Set(numbers.map(({ server }) => server.id)).size > 1}
            />
          </Card>
          <section className="stack">
            <h2>{t('numbers_pin')}</h2>
            <p>{t('numbers_pin_text')}</p>
          </section>
        </>
      ) : (
        <Notice kind="info" title={t('numbers_none')}>
          <p>{t('numbers_none_text')}</p>
        </Notice>
      )}
      <div className="actions">
        <LinkButton href={paths.home}>{t('numbers_room')}</LinkButton>
      </div>
    </div>
  )
}
