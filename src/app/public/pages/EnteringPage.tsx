import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { RoomHead } from '../RoomHead.tsx'
import type { ViewProps } from '../views.ts'

/** On the way into the meeting, without a script: the browser goes on by itself, or the person by the link. */
export function EnteringPage({ page, view }: ViewProps<'entering'>) {
  const { t } = useTranslation('public')
  return (
    <div className="door">
      <RoomHead join={view.room} language={page.language} />
      <Card>
        <Notice kind="good" title={t('waiting_open')}>
          <LinkButton kind="primary" href={view.url}>
            {t('waiting_enter')}
          </LinkButton>
        </Notice>
      </Card>
    </div>
  )
}
