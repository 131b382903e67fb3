import type { Logger } from 'pino'

/**
 * Removes what is kept for a time only: at the start, and then again and again.
 * @param every milliseconds
 * @returns ends it
 */
export function keepUp(log: Logger, every: number, forgetters: readonly (() => Promise<void>)[]): () => void {
  const forget = () => {
    for (const each of forgetters) {
      each().catch((error) => log.error({ err: error }, 'what is too old was not removed'))
    }
  }
  const timer = setInterval(forget, every)
  timer.unref()
  forget()
  return () => clearInterval(timer)
}
