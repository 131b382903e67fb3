import type { TFunction } from 'i18next'
import { Headphones, KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { JoinInfo, RoomClosed } from '../../../contract/join.ts'
import { DialIn } from '../../parts/DialIn.tsx'
import { ScheduledMeeting } from '../../parts/ScheduledMeeting.tsx'
import { paths } from '../../paths.ts'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { AfterMeeting } from '../AfterMeeting.tsx'
import { JoinForm } from '../JoinForm.tsx'
import { JoinNotes } from '../JoinNotes.tsx'
import { MembersOnly } from '../MembersOnly.tsx'
import { RoomHead } from '../RoomHead.tsx'
import { RoomState } from '../RoomState.tsx'
import { useNow } from '../time.ts'
import type { ViewProps } from '../views.ts'

interface JoinPageProps extends ViewProps<'join'> {
  onWait: (ticket: string, name: string) => void
  onClosed: (closed: RoomClosed) => void
}

/** The room's door for guests: what is going on, one field, one button; the phone and the hosts' way in. */
export function JoinPage({ page, view, onWait, onClosed }: JoinPageProps) {
  const { t } = useTranslation('public')
  const now = useNow(page.now)
  const { join, left, again, bbbErrors } = view
  const { language } = page

  return (
    <div className={join.dialIn ? 'door door-wide' : 'door'}>
      <RoomHead join={join} language={language} />
      <div className="stack">
        {left && <Notice kind="info" title={t('left_title')} />}
        {again && (
          <Notice kind="careful" title={t('again_title')}>
            {t('again_text')}
          </Notice>
        )}
        {bbbErrors.length > 0 && (
          <Notice kind="careful" title={t('bbb_title')}>
            {bbbErrors.map((reason) => (
              <p key={reason}>{t(`bbb_${reason}`)}</p>
            ))}
          </Notice>
        )}
        <Card>
          <RoomState join={join} language={language} now={now} left={left} hints={hintsFor(join, left, t)} />
          {join.state !== 'open' && (
            <ScheduledMeeting room={join.room} scheduled={join.scheduled} language={language} now={now} />
          )}
          <JoinNotes join={join} />
          {join.entry === null ? (
            <MembersOnly join={join} language={language} />
          ) : (
            <JoinForm view={view} language={language} onWait={onWait} onClosed={onClosed} />
          )}
        </Card>
        {view.after && <AfterMeeting room={join.room} after={view.after} />}
        {join.entry !== null && (
          <div className="host-way">
            <a href={paths.check(join.room)}>
              <Headphones aria-hidden />
              {t('check_first')}
            </a>
          </div>
        )}
        {join.entry === 'guest' && join.visitor === null && <HostWay room={join.room} />}
      </div>
      <DialIn room={join.room} dialIn={join.dialIn} language={language} />
    </div>
  )
}

/** Hosts, and members whom the room knows, sign in. */
function HostWay({ room }: { room: string }) {
  const { t } = useTranslation('public')
  return (
    <div className="host-way">
      <a href={paths.signIn(paths.room(room))}>
        <KeyRound aria-hidden />
        {t('i_am_host')}
      </a>
      <p className="hint">{t('i_am_host_hint')}</p>
    </div>
  )
}

/** Consequences of the meeting's state for this visitor. */
function hintsFor({ entry }: JoinInfo, left: boolean, t: TFunction<'public'>) {
  if (entry === 'host')
    return { open: null, full: null, waiting: t('join_host_hint'), unavailable: t('join_silent_hint') }
  if (entry === null) return { open: null, full: null, waiting: null, unavailable: null }
  return {
    open: null,
    full: t('join_full_hint'),
    waiting: left ? null : t('join_waiting_hint'),
    unavailable: t('join_silent_hint'),
  }
}
