import { Headphones, KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DialIn } from '../../parts/DialIn.tsx'
import { PlannedMeeting } from '../../parts/PlannedMeeting.tsx'
import { paths } from '../../paths.ts'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { AfterMeeting } from '../AfterMeeting.tsx'
import { JoinForm } from '../JoinForm.tsx'
import { RoomHead } from '../RoomHead.tsx'
import { RoomState } from '../RoomState.tsx'
import { useNow } from '../time.ts'
import type { ViewProps } from '../views.ts'

interface JoinPageProps extends ViewProps<'join'> {
  onWait: (ticket: string, name: string) => void
  onClosed: () => void
}

/** The room's door for guests: what is going on, one field, one button; the phone and the hosts' way in. */
export function JoinPage({ page, view, onWait, onClosed }: JoinPageProps) {
  const { t } = useTranslation('public')
  const now = useNow(page.now)
  const { join, left, bbbErrors } = view
  const { language } = page

  return (
    <div className={join.dialIn ? 'door door-wide' : 'door'}>
      <RoomHead join={join} language={language} />
      <div className="stack">
        {left && <Notice kind="info" title={t('left_title')} />}
        {bbbErrors.length > 0 && (
          <Notice kind="careful" title={t('bbb_title')}>
            {bbbErrors.map((reason) => (
              <p key={reason}>{t(`bbb_${reason}`)}</p>
            ))}
          </Notice>
        )}
        <Card>
          <RoomState
            join={join}
            language={language}
            now={now}
            left={left}
            hints={{
              open: null,
              waiting: left ? null : t('join_waiting_hint'),
              unavailable: t('join_silent_hint'),
            }}
          />
          {join.state !== 'open' && (
            <PlannedMeeting room={join.room} planned={join.planned} language={language} now={now} />
          )}
          <JoinForm view={view} language={language} onWait={onWait} onClosed={onClosed} />
        </Card>
        {view.after && <AfterMeeting room={join.room} after={view.after} />}
        <div className="host-way">
          <a href={paths.check(join.room)}>
            <Headphones aria-hidden />
            {t('check_first')}
          </a>
        </div>
        <div className="host-way">
          <a href={paths.signIn(paths.room(join.room))}>
            <KeyRound aria-hidden />
            {t('i_am_host')}
          </a>
          <p className="hint">{t('i_am_host_hint')}</p>
        </div>
      </div>
      <DialIn room={join.room} dialIn={join.dialIn} language={language} />
    </div>
  )
}
