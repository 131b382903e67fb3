import { Headphones } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomClosed } from '../../../contract/join.ts'
import { DialIn } from '../../parts/DialIn.tsx'
import { ScheduledMeeting } from '../../parts/ScheduledMeeting.tsx'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useBrowser } from '../browser.tsx'
import { JoinNotes } from '../JoinNotes.tsx'
import { RoomHead } from '../RoomHead.tsx'
import { RoomState } from '../RoomState.tsx'
import { SoundSwitch } from '../SoundSwitch.tsx'
import { useNow } from '../time.ts'
import { useWaiting } from '../use-waiting.ts'
import type { ViewProps } from '../views.ts'

interface WaitingPageProps extends ViewProps<'waiting'> {
  onTicket: (ticket: string) => void
  /** The browser is about to leave for the meeting. */
  onOpen: () => void
  /** The guest was in the meeting and came back by the back button. */
  onBack: () => void
  onClosed: (closed: RoomClosed) => void
  /** The place in the queue is lost, and the room asks once more. */
  onAsked: () => void
}

/** A page that one can leave open: it says what is awaited, and lets in by itself. */
export function WaitingPage({ page, view, onTicket, onOpen, onBack, onClosed, onAsked }: WaitingPageProps) {
  const { t } = useTranslation('public')
  const now = useNow(page.now)
  const { language } = page
  const { ticket, name } = view
  const line = useWaiting({
    guest: { room: view.join.room, name, language, ticket },
    onTicket,
    onOpen,
    onBack,
    onClosed,
    onAsked,
  })
  const join = line.state === null ? view.join : { ...view.join, state: line.state }
  function waitHere() {
    line.waitHere()
    // The button goes with what it was for.
    document.querySelector('h1')?.focus()
  }
  useTitle(t(line.url ? 'waiting_open_title' : 'waiting_title', { room: join.name }))

  return (
    <div className={join.dialIn ? 'door door-wide' : 'door'}>
      <RoomHead join={join} language={language} />
      <div className="stack">
        <Card>
          {line.url ? (
            <Notice kind="good" title={t('waiting_open')}>
              <LinkButton kind="primary" href={line.url}>
                {t('waiting_enter')}
              </LinkButton>
            </Notice>
          ) : (
            <>
              <RoomState
                join={join}
                language={language}
                now={now}
                hints={{ open: null, full: null, waiting: null, unavailable: null }}
              />
              <ScheduledMeeting room={join.room} scheduled={join.scheduled} language={language} now={now} />
              <JoinNotes join={join} />
              {line.isReplaced ? (
                <Notice kind="careful" title={t('waiting_replaced')} role="status">
                  <p>{t('waiting_replaced_text')}</p>
                  <Button kind="primary" onClick={waitHere}>
                    {t('waiting_here')}
                  </Button>
                </Notice>
              ) : (
                <>
                  <div className="waiting-pulse" aria-hidden="true" />
                  <p>
                    <strong>{t('waiting_as', { name })}</strong>
                  </p>
                  <p>{t('waiting_next')}</p>
                  <SoundSwitch />
                </>
              )}
              {line.isCut && <Notice kind="careful" title={t('waiting_cut')} role="status" />}
            </>
          )}
          <div className="actions">
            <LinkButton href={paths.roomAsGuest(join.room)}>{t('waiting_stop')}</LinkButton>
          </div>
        </Card>
        <div className="host-way">
          <a href={paths.check(join.room)} target="_blank" rel="noopener">
            <Headphones aria-hidden />
            {t('check_meanwhile')}
          </a>
        </div>
      </div>
      {/* There from the beginning, or screen readers miss what comes; it speaks once. */}
      <p className="visually-hidden" role="status">
        {line.url ? t('waiting_open') : ''}
      </p>
      <DialIn room={join.room} dialIn={join.dialIn} language={language} />
    </div>
  )
}

function useTitle(title: string) {
  const browser = useBrowser()
  useEffect(() => browser().setTitle(title), [browser, title])
}
