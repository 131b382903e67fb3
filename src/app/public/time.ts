import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

const tick = 5_000

/**
 * The server's clock, going on in the browser: durations are right on a device whose own clock is wrong.
 * @param start the moment when the page was written, epoch milliseconds
 */
export function useNow(start: number): number {
  const [now, setNow] = useState(start)
  useEffect(() => {
    const opened = Date.now()
    const timer = setInterval(() => setNow(start + Date.now() - opened), tick)
    return () => clearInterval(timer)
  }, [start])
  return now
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/**
 * How long something has lasted, in words, in its largest unit: "12 minutes". Public pages say durations because
 * whoever writes them does not know the reader's time zone.
 */
export function useDuration(): (milliseconds: number) => string {
  const { t } = useTranslation('public')
  return (milliseconds) => {
    const seconds = Math.max(1, Math.floor(milliseconds / 1000))
    if (seconds < minute) return t('seconds', { count: seconds })
    if (seconds < hour) return t('minutes', { count: Math.floor(seconds / minute) })
    if (seconds < 2 * day) return t('hours', { count: Math.floor(seconds / hour) })
    return t('days', { count: Math.floor(seconds / day) })
  }
}
