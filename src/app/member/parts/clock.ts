import { useEffect, useState } from 'react'

/** How often words like "since 14:05" and "yesterday" are found anew, milliseconds. */
const tick = 30_000

/** Now, in epoch milliseconds, as often as sentences about time may change. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tick)
    return () => clearInterval(timer)
  }, [])
  return now
}
