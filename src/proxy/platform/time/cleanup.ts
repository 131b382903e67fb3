import type { Logger } from 'pino'

/**
 * Removes what is kept for a time only: at the start, and then again and again.
 * @param every milliseconds
 * @returns ends it
 */
export function cleanUpEvery(
  log: Logger,
  every: number,
  cleanups: readonly (() => Promise<void>)[],
): () => void {
  const cleanUp = () => {
    for (const each of cleanups) {
      each().catch((error) => log.error({ err: error }, 'what is too old was not removed'))
    }
  }
  const timer = setInterval(cleanUp, every)
  timer.unref()
  cleanUp()
  return () => clearInterval(timer)
}
