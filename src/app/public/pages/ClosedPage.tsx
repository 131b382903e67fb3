import { DoorClosed, KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { JoinByLink } from '../JoinByLink.tsx'
import { useDuration, useNow } from '../time.ts'
import type { ViewProps } from '../views.ts'

/** A room in which no meeting takes place: since when, whom to ask, and that the phone leads nowhere either. */
export function ClosedPage({ page, view }: ViewProps<'closed'>) {
  const { t } = useTranslation('public')
  const { room, kind, name, organisation, hadPhone } = view.closed
  const isArchived = kind === 'archived'
  const whose = [organisation && localText(organisation, page.language), name].filter(Boolean).join(' · ')
  return (
    <div className="door">
      <header className="room-head">
        {whose && <p className="quiet">{whose}</p>}
        <h1 tabIndex={-1}>{t('room_closed_title')}</h1>
      </header>
      <div className="stack">
        <Card>
          <div className="room-state">
            <DoorClosed aria-hidden />
            <div>
              <p className="room-state-now">{t(isArchived ? 'closed_archived' : 'closed_deleted')}</p>
              <Since page={page} view={view} />
            </div>
          </div>
          <p>{t(isArchived ? 'closed_ask' : 'closed_ask_elsewhere')}</p>
          {hadPhone && <p>{t('closed_phone')}</p>}
          {isArchived && (
            <div className="actions">
              <LinkButton href={paths.roomAsGuest(room)}>{t('closed_look')}</LinkButton>
            </div>
          )}
        </Card>
        {isArchived && (
          <div className="host-way">
            <a href={paths.signIn(paths.room(room))}>
              <KeyRound aria-hidden />
              {t('i_am_host')}
            </a>
            <p className="hint">{t('closed_host')}</p>
          </div>
        )}
        <Card>
          <h2>{t('other_link')}</h2>
          <JoinByLink config={page.config} />
        </Card>
      </div>
    </div>
  )
}

function Since({ page, view }: ViewProps<'closed'>) {
  const { t } = useTranslation('public')
  const durationOf = useDuration()
  const now = useNow(page.now)
  const { since } = view.closed
  return since === null ? null : <p>{t('closed_since', { duration: durationOf(now - since) })}</p>
}
