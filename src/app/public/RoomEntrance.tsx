import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JoinInfo, RoomClosed } from '../../contract/join.ts'
import type { ClosedRoom, PublicPage } from '../../contract/pages.ts'
import { localText } from '../parts/format.ts'
import { Shell } from '../parts/Shell.tsx'
import { paths } from '../paths.ts'
import { useBrowser } from './browser.tsx'
import { ClosedPage } from './pages/ClosedPage.tsx'
import { JoinPage } from './pages/JoinPage.tsx'
import { WaitingPage } from './pages/WaitingPage.tsx'
import { useRefreshed } from './refreshed.ts'
import type { ViewOf } from './views.ts'

interface RoomEntranceProps {
  page: PublicPage
  view: ViewOf<'join'> | ViewOf<'waiting'>
}

type Step = ViewOf<'join'> | ViewOf<'waiting'> | ViewOf<'closed'>

/** A guest before a room: gives a name, waits where nobody is in yet, goes in. One page, without reloading. */
export function RoomEntrance({ page, view: written }: RoomEntranceProps) {
  const { t } = useTranslation('public')
  const [step, setStep] = useState<Step>(written)
  const browser = useBrowser()
  const room = written.join.room
  useHeadingFocus(step.view)
  const join = useRefreshed<JoinInfo>(written.join, (signal) =>
    browser().client.call('join.get', { path: { room } }, signal),
  )

  /** The address keeps the place in the queue through a reload and a change of language. */
  function wait(ticket: string, name: string) {
    browser().replaceAddress(paths.waiting(room, ticket))
    setStep({ view: 'waiting', join, ticket, name })
  }
  /** Before the meeting, so that the back button leads to a page that asks before it goes in again. */
  function comeBackLater() {
    browser().replaceAddress(paths.roomAfter(room))
  }
  const askName = (left: boolean) =>
    setStep({ view: 'join', join, name: '', error: null, left, bbbErrors: [] })
  /** The queue is no more: what reloads the page comes to the room itself. */
  function close(closed: RoomClosed) {
    browser().replaceAddress(paths.roomAsGuest(room))
    browser().setTitle(`${t('room_closed_title')} · ${localText(page.config.brand.name, page.language)}`)
    setStep({ view: 'closed', closed: closedRoom(join, closed) })
  }

  return (
    <Shell config={page.config} language={page.language} path={pathOf(step, page)} member={page.member}>
      {step.view === 'join' && (
        <JoinPage page={page} view={{ ...step, join }} onWait={wait} onClosed={close} />
      )}
      {step.view === 'waiting' && (
        <WaitingPage
          page={page}
          view={{ ...step, join }}
          onTicket={(ticket) => wait(ticket, step.name)}
          onOpen={comeBackLater}
          onBack={() => askName(true)}
          onClosed={close}
          onAsked={() => browser().open(paths.roomAsksAgain(room))}
        />
      )}
      {step.view === 'closed' && <ClosedPage page={page} view={step} />}
    </Shell>
  )
}

/** As the proxy tells it to whoever comes now. */
function closedRoom({ room, name, organisation, dialIn }: JoinInfo, closed: RoomClosed): ClosedRoom {
  const known = closed.kind === 'archived' ? { name, organisation } : { name: null, organisation: null }
  return { ...closed, ...known, room, hadPhone: dialIn !== null }
}

/** The path that a change of language comes back to. */
function pathOf(step: Step, page: PublicPage): string {
  if (step.view === 'closed') return paths.roomAsGuest(step.closed.room)
  return step.view === 'waiting' ? paths.waiting(step.join.room, step.ticket) : page.path
}

/** A new step is a new page to the reader: what had the focus is gone, and the heading says where one is. */
function useHeadingFocus(step: Step['view']): void {
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    document.querySelector('h1')?.focus()
  }, [step])
}
