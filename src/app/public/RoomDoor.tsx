import { useEffect, useRef, useState } from 'react'
import type { JoinInfo } from '../../contract/join.ts'
import type { PublicPage } from '../../contract/pages.ts'
import { Shell } from '../parts/Shell.tsx'
import { paths } from '../paths.ts'
import { useBrowser } from './browser.tsx'
import { JoinPage } from './pages/JoinPage.tsx'
import { ProblemPage } from './pages/ProblemPage.tsx'
import { WaitingPage } from './pages/WaitingPage.tsx'
import { useRefreshed } from './refreshed.ts'
import type { ViewOf } from './views.ts'

interface RoomDoorProps {
  page: PublicPage
  view: ViewOf<'join'> | ViewOf<'waiting'>
}

type Step = ViewOf<'join'> | ViewOf<'waiting'> | ViewOf<'problem'>

/** A guest before a room: gives a name, waits where nobody is in yet, goes in. One page, without reloading. */
export function RoomDoor({ page, view: written }: RoomDoorProps) {
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
  const close = () => setStep({ view: 'problem', code: 'room_closed', ref: '' })

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
      {step.view === 'problem' && <ProblemPage page={page} view={step} />}
    </Shell>
  )
}

/** Where a change of language comes back to. */
function pathOf(step: Step, page: PublicPage): string {
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
