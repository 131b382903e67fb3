import { useCallback, useEffect, useRef, useState } from 'react'
import { useAwake } from './awake.ts'

/** How often a visible page asks again, milliseconds. */
const pace = 15_000

/**
 * Refreshes the data that the page was written with, while it is visible. An answer that does not come leaves what is
 * known: each page says how old that is.
 */
export function useRefreshed<Value>(written: Value, ask: (signal: AbortSignal) => Promise<Value>): Value {
  const [value, setValue] = useState(written)
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })

  const refresh = useCallback((signal: AbortSignal) => {
    if (document.visibilityState === 'hidden') return
    latest.current(signal).then(setValue, () => {})
  }, [])

  useEffect(() => {
    const leaving = new AbortController()
    const timer = setInterval(() => refresh(leaving.signal), pace)
    return () => {
      clearInterval(timer)
      leaving.abort()
    }
  }, [refresh])
  useAwake(() => refresh(AbortSignal.timeout(pace)))

  return value
}
