import { useEffect, useRef } from 'react'

/**
 * Calls back when the page is looked at again: after sleep, from another tab, or by the browser's back button.
 * @param onAwake `restored`: the back button brought back the page as it had been left
 */
export function useAwake(onAwake: (restored: boolean) => void): void {
  const latest = useRef(onAwake)
  useEffect(() => {
    latest.current = onAwake
  })
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) latest.current(true)
    }
    const visible = () => {
      if (document.visibilityState === 'visible') latest.current(false)
    }
    const online = () => latest.current(false)
    addEventListener('pageshow', shown)
    addEventListener('online', online)
    document.addEventListener('visibilitychange', visible)
    return () => {
      removeEventListener('pageshow', shown)
      removeEventListener('online', online)
      document.removeEventListener('visibilitychange', visible)
    }
  }, [])
}
