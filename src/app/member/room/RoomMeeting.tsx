import { Mail, Square, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MeetingState, Room } from '../../../contract/rooms.ts'
import { countryName, formatSince, formatWhen, localText } from '../../parts/format.ts'
import { isRunning, MeetingLine } from '../../parts/MeetingLine.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useNow } from '../clock.ts'
import { useMember } from '../context.tsx'
import { useDialogRoute } from '../dialog-route.ts'
import { ConfirmDialog } from '../dialogs/ConfirmDialog.tsx'
import { EndMeetingDialog } from '../dialogs/EndMeetingDialog.tsx'
import { InvitationDialog } from '../dialogs/InvitationDialog.tsx'
import { useNotify } from '../notify.tsx'
import { ProblemNotice } from '../problems.tsx'
import { useStart } from '../start.ts'

/** What goes on in the room now, and the way in. */
export function RoomMeeting({ room }: { room: Room }) {
  const { t } = useTranslation(['rooms', 'invitation'])
  const { language } = useMember()
  const now = useNow()
  const notify = useNotify()
  const start = useStart(room.address)
  const invite = useDialogRoute('invite')
  const end = useDialogRoute('end')
  const { meeting } = room
  const running = isRunning(meeting)
  const mayEnd = meeting.state === 'open' || meeting.state === 'empty'

  return (
    <section className="card room-meeting">
      {meeting.state === 'unknown' ? (
        <SilentServer meeting={meeting} start={start} />
      ) : (
        <>
          <MeetingLine room={room} language={language} now={now} />
          <MeetingDetails meeting={meeting} />
        </>
      )}
      {start.problem && <ProblemNotice title={t('start_failed')} problem={start.problem} />}
      <div className="actions">
        {meeting.state !== 'unknown' && (
          <Button kind="primary" busy={start.isBusy} onClick={start.start}>
            {start.isBusy ? t(running ? 'joining' : 'starting') : t(running ? 'join_meeting' : 'start_meeting')}
          </Button>
        )}
        <Button onClick={invite.open}>
          <Mail aria-hidden />
          {t('invitation:open')}
        </Button>
        {mayEnd && (
          <Button kind="quiet" onClick={end.open}>
            <Square aria-hidden />
            {t('end')}
          </Button>
        )}
      </div>
      {invite.isOpen && <InvitationDialog room={room} onClose={invite.close} />}
      {end.isOpen && (
        <EndMeetingDialog
          room={room}
          onClose={end.close}
          onEnded={() => {
            notify({ kind: 'good', text: t('ended') })
            end.close()
          }}
        />
      )}
    </section>
  )
}

function MeetingDetails({ meeting }: { meeting: MeetingState }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  if (meeting.state !== 'open' && meeting.state !== 'empty') return null
  const server = localText(meeting.server.name, language)
  const country = countryName(meeting.server.country, language)
  return (
    <>
      {meeting.state === 'open' && meeting.waiting > 0 && (
        <p className="meeting-line">
          <Users aria-hidden />
          {t('waiting', { count: meeting.waiting })}
        </p>
      )}
      <p className="quiet">
        {server === country ? t('on_server_same', { country }) : t('on_server', { server, country })}
      </p>
    </>
  )
}

interface SilentServerProps {
  meeting: Extract<MeetingState, { state: 'unknown' }>
  start: ReturnType<typeof useStart>
}

/** The server that holds the meeting does not answer: what is known, and the choice between two ways on. */
function SilentServer({ meeting, start }: SilentServerProps) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const now = useNow()
  const elsewhere = useDialogRoute('elsewhere')
  const server = localText(meeting.server.name, language)
  return (
    <Notice kind="careful" title={t('unknown_title', { server })}>
      <p>
        {t('unknown_since', { since: formatSince(meeting.since, language, now) })}{' '}
        {meeting.asOf !== null && t('unknown_as_of', { when: formatWhen(meeting.asOf, language, now) })}
      </p>
      <p>{t('unknown_choice')}</p>
      <div className="actions">
        <Button kind="primary" busy={start.isBusy} onClick={start.start}>
          {t('try_join')}
        </Button>
        <Button onClick={elsewhere.open}>{t('elsewhere')}</Button>
      </div>
      {elsewhere.isOpen && (
        <ConfirmDialog
          title={t('elsewhere_title')}
          action={start.isBusy ? t('starting') : t('elsewhere_action')}
          isBusy={start.isBusy}
          problem={start.problem}
          onConfirm={start.startElsewhere}
          onClose={elsewhere.close}
        >
          <p>{t('elsewhere_text', { server })}</p>
        </ConfirmDialog>
      )}
    </Notice>
  )
}
