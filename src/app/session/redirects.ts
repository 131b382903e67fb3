const minute = 60_000
const mostPerMinute = 3
const key = 'foyer.redirects'

/** Counts the redirects to the sign-in server, in this tab: an endless bounce must stop with an explanation. */
export interface Redirects {
  /** @returns false where this would be the fourth within a minute */
  allow(): boolean
  /** The person did something of their own accord: what comes now is no bounce. */
  forget(): void
}

/** @param now epoch milliseconds */
export function createRedirects(tab: Storage, now: () => number): Redirects {
  return {
    allow() {
      const recent = readTimes(tab).filter((time) => time > now() - minute)
      if (recent.length >= mostPerMinute) return false
      tab.setItem(key, [...recent, now()].join(' '))
      return true
    },
    forget: () => tab.removeItem(key),
  }
}

function readTimes(tab: Storage): number[] {
  return (tab.getItem(key) ?? '').split(' ').map(Number)
}
