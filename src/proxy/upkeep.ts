import type { Parts } from './parts.ts'
import { day } from './rooms/rules.ts'

/**
 * Removes what is kept for a time only: at the start, and once a day.
 * @returns ends it
 */
export function keepUp(log: Parts['log'], forgetters: readonly (() => Promise<void>)[]): () => void {
  const forget = () => {
    for (const each of forgetters) {
      each().catch((error) => log.error({ err: error }, 'what is too old was not removed'))
    }
  }
  const timer = setInterval(forget, day)
  timer.unref()
  forget()
  return () => clearInterval(timer)
}
