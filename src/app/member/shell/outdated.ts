const key = 'foyer.reloadedAt'
const pause = 60_000

/**
 * After an upgrade the files of an older page are gone: it is loaded again, once. What was typed is kept.
 * When that does not help, the page that fails says so.
 */
export function reloadWhenOutdated(): void {
  addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < pause) return
    sessionStorage.setItem(key, String(Date.now()))
    event.preventDefault()
    location.reload()
  })
}
