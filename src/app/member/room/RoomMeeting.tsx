import { useQuery } from '@tanstack/react-query'
import { Archive, CircleStop, Mail, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MeetingState, Room, ServerName } from '../../../contract/rooms.ts'
import { countryName, formatDate, formatTime, formatWhen, localText } from '../../parts/format.ts'
import { MeetingLine } from '../../parts/MeetingLine.tsx'
import { RecordingNotice } from '../../parts/RecordingNotice.tsx'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { ProblemNotice } from '../parts/problems.tsx'
import { useUnarchive } from './archive.ts'
import { ElsewhereDialog } from './ElsewhereDialog.tsx'
import { EndMeetingDialog } from './EndMeetingDialog.tsx'
import { InvitationDialog } from './InvitationDialog.tsx'
import { ShownName } from './ShownName.tsx'
import { useStart } from './start.ts'
import { WhoIsHere } from './WhoIsHere.tsx'

/** The room's present meeting, and the way in. */
export function RoomMeeting({ room }: { room: Room }) {
  return room.archivedAt === null ? <Meeting room={room} /> : <PutAway room={room} since={room.archivedAt} />
}

/** No meeting starts in an archived room: whoever manages it takes it out again. */
function PutAway({ room, since }: { room: Room; since: number }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const unarchive = useUnarchive(room)
  return (
    <section className="card room-meeting">
      <p className="meeting-line">
        <Archive aria-hidden />
        <span>{t('archived_state', { date: formatDate(since, language) })}</span>
      </p>
      {room.role === 'manager' && (
        <div className="actions">
          <Button kind="primary" busy={unarchive.isPending} onClick={() => unarchive.mutate()}>
            {t('unarchive')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Meeting({ room }: { room: Room }) {
  const { t } = useTranslation(['rooms', 'invitation'])
  const { language } = useMember()
  const now = useNow()
  const start = useStart(room.address)
  const invite = useDialogRoute('invite')
  const { meeting } = room
  const mayInvite = room.role !== 'starter'

  return (
    <section className="card room-meeting">
      <MeetingLine room={room} language={language} now={now} />
      <WhoWaits count={room.waiting} />
      <MeetingDetails meeting={meeting} />
      {room.people && <WhoIsHere room={room} people={room.people} />}
      {room.mayBeRecorded && <RecordingNotice isOwner={room.roleReason === 'owner'} />}
      {start.problem && <ProblemNotice title={t('start_failed')} problem={start.problem} />}
      <div className="actions">
        <Button kind="primary" busy={start.isBusy} onClick={start.start}>
          {t(buttonWords(meeting, start.isBusy))}
        </Button>
        {meeting.state === 'unknown' && <Elsewhere room={room} meeting={meeting} />}
        {mayInvite && (
          <Button onClick={invite.open}>
            <Mail aria-hidden />
            {t('invitation:open')}
          </Button>
        )}
        {mayInvite && <CopyInvitation room={room} />}
        {(meeting.state === 'open' || meeting.state === 'empty') && <End room={room} />}
      </div>
      <ShownName />
      {mayInvite && invite.isOpen && <InvitationDialog room={room} onClose={invite.close} />}
    </section>
  )
}

/** The whole invitation in one click, in the reader's language. It is read beforehand: browsers copy at once only. */
function CopyInvitation({ room }: { room: Room }) {
  const { t } = useTranslation('rooms')
  const { client, language } = useMember()
  const notify = useNotify()
  const { data } = useQuery(
    client.query('invitations.get', { path: { room: room.address }, query: { language } }),
  )
  if (!data) return null
  return (
    <CopyButton
      text={data.text}
      label={t('copy_invitation')}
      doneLabel={t('invitation_copied')}
      onFail={() => notify({ kind: 'bad', text: t('copy_invitation_failed') })}
    />
  )
}

function End({ room }: { room: Room }) {
  const { t } = useTranslation('rooms')
  const notify = useNotify()
  const dialog = useDialogRoute('end')
  const onEnded = () => {
    notify({ kind: 'good', text: t('ended') })
    dialog.close()
  }
  return (
    <>
      <Button onClick={dialog.open}>
        <CircleStop aria-hidden />
        {t('end')}
      </Button>
      {dialog.isOpen && <EndMeetingDialog room={room} onClose={dialog.close} onEnded={onEnded} />}
    </>
  )
}

function buttonWords({ state }: MeetingState, isBusy: boolean) {
  if (state === 'none') return isBusy ? 'starting' : 'start_meeting'
  if (isBusy) return 'joining'
  return state === 'unknown' ? 'try_join' : 'join_meeting'
}

function MeetingDetails({ meeting }: { meeting: MeetingState }) {
  switch (meeting.state) {
    case 'none':
    case 'starting':
      return null
    case 'unknown':
      return <SilentServer meeting={meeting} />
    case 'empty':
    case 'open':
      return (
        <>
          <WhenItEnds endsAt={meeting.endsAt} />
          {meeting.welcomeCut && <CutWelcome />}
          <WhereItIs server={meeting.server} />
        </>
      )
  }
}

function WhoWaits({ count }: { count: number }) {
  const { t } = useTranslation('rooms')
  if (count === 0) return null
  return (
    <p className="meeting-waiting">
      <Users aria-hidden />
      {t('waiting', { count })}
    </p>
  )
}

/** BBB ends a meeting whose minutes are over, whatever people do. */
function WhenItEnds({ endsAt }: { endsAt: number | null }) {
  const { t } = useTranslation('settings')
  const { language } = useMember()
  if (endsAt === null) return null
  return <p className="quiet">{t('ends_at', { time: formatTime(endsAt, language) })}</p>
}

/** The server takes only so much with a meeting's beginning: whoever wrote the welcome should know. */
function CutWelcome() {
  const { t } = useTranslation('rooms')
  return <p className="quiet">{t('welcome_cut')}</p>
}

/** In which country the meeting is: some people want to know where their words go. */
function WhereItIs({ server }: { server: ServerName }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const name = localText(server.name, language)
  const country = countryName(server.country, language)
  return (
    <p className="quiet">
      {name === country ? t('on_server_same', { country }) : t('on_server', { server: name, country })}
    </p>
  )
}

type UnknownMeeting = Extract<MeetingState, { state: 'unknown' }>

/** The server does not answer, or not about this meeting: what is known, and the choice between two ways on. */
function SilentServer({ meeting }: { meeting: UnknownMeeting }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const now = useNow()
  return (
    <>
      <p>
        {t(meeting.why === 'silent' ? 'unknown_text' : 'unconfirmed_text')}
        {meeting.asOf !== null && ` ${t('unknown_as_of', { when: formatWhen(meeting.asOf, language, now) })}`}
      </p>
      <p>{t('unknown_choice')}</p>
    </>
  )
}

function Elsewhere({ room, meeting }: { room: Room; meeting: UnknownMeeting }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const dialog = useDialogRoute('elsewhere')
  const server = localText(meeting.server.name, language)
  return (
    <>
      <Button onClick={dialog.open}>{t('elsewhere')}</Button>
      {dialog.isOpen && <ElsewhereDialog room={room} server={server} onClose={dialog.close} />}
    </>
  )
}
