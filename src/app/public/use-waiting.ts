import { useEffect, useRef, useState } from 'react'
import type { JoinInfo, RoomClosed } from '../../contract/join.ts'
import { useAwake } from './awake.ts'
import { useBrowser } from './browser.tsx'
import { isSoundWanted } from './memory.ts'
import { type WaitingGuest, type WaitingNews, waitInLine } from './waiting-line.ts'

/** How long the sound lasts, milliseconds. */
const chimeLength = 650

interface WaitingOptions {
  guest: WaitingGuest
  onTicket: (ticket: string) => void
  onOpen: () => void
  onBack: () => void
  onClosed: (closed: RoomClosed) => void
  onAsked: () => void
}

/** Waits while the page is there, asks at once when it wakes, and leaves for the meeting when it opens. */
export function useWaiting(options: WaitingOptions) {
  const browser = useBrowser()
  const latest = useRef(options)
  const askNow = useRef(() => {})
  const [state, setState] = useState<JoinInfo['state'] | null>(null)
  const [isCut, setCut] = useState(false)
  const [isReplaced, setReplaced] = useState(false)
  const [url, setUrl] = useState<string | null>(null)
  const isOver = url !== null
  /** At once, where the page may be left and come back before it is drawn again. */
  const hasEntered = useRef(false)

  useEffect(() => {
    latest.current = options
  })

  useEffect(() => {
    if (isOver) return

    function hear(news: WaitingNews) {
      setCut(news.news === 'cut')
      switch (news.news) {
        case 'waiting':
        case 'unavailable':
        case 'full':
          return setState(news.news)
        case 'replaced':
          return setReplaced(true)
        case 'ticket':
          return latest.current.onTicket(news.ticket)
        case 'closed':
          return latest.current.onClosed(news.closed)
        case 'asked':
          return latest.current.onAsked()
        case 'open':
          return enter(news.url)
      }
    }
    function enter(meeting: string) {
      hasEntered.current = true
      setUrl(meeting)
      latest.current.onOpen()
      if (!isSoundWanted(browser().device)) return browser().open(meeting)
      browser().chime()
      // A page that is left falls silent.
      setTimeout(() => browser().open(meeting), chimeLength)
    }

    let turn = new AbortController()
    function begin() {
      turn.abort()
      turn = new AbortController()
      setReplaced(false)
      void waitInLine(browser(), latest.current.guest, hear, turn.signal)
    }
    begin()
    askNow.current = begin
    return () => turn.abort()
  }, [browser, isOver])

  useAwake((restored) => {
    if (!hasEntered.current) askNow.current()
    else if (restored) latest.current.onBack()
  })

  return {
    state,
    isCut,
    /** The same guest waits on another page: this one waits no more, unless the guest says so. */
    isReplaced,
    waitHere: () => askNow.current(),
    url,
  }
}
