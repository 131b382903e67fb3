import { useLayoutEffect } from 'react'
import { useLocation } from 'react-router'
import { invitationKey as key } from '../../parts/typed.ts'

/** Characters that the proxy reads at most; a longer text is no invitation. */
const longest = 200

/**
 * The secret of the invitation that was opened in this tab. It comes behind `#`, and is moved from there into the
 * tab's own storage: it outlives the way to the sign-in server, and no history or screenshot has it.
 * @returns null where the link was not complete
 */
export function useInvitation(): string | null {
  const { hash, pathname, search } = useLocation()
  const arrived = hash.length > 1 ? hash.slice(1, 1 + longest) : null

  useLayoutEffect(() => {
    if (arrived === null) return
    sessionStorage.setItem(key, JSON.stringify({ path: pathname, secret: arrived }))
    // Not by the router, which would take it for another page, and knows the secret only until it is left.
    window.history.replaceState(window.history.state, '', pathname + search)
  }, [arrived, pathname, search])

  const kept = keptInvitation()
  return arrived ?? (kept?.path === pathname ? kept.secret : null)
}

/** The invitation that is still to be accepted in this tab, if any, and the path of its page. */
export function keptInvitation(): { path: string; secret: string } | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    return isInvitation(kept) ? kept : null
  } catch {
    return null
  }
}

export function forgetInvitation(): void {
  sessionStorage.removeItem(key)
}

function isInvitation(kept: unknown): kept is { path: string; secret: string } {
  if (typeof kept !== 'object' || kept === null) return false
  return (
    'path' in kept && typeof kept.path === 'string' && 'secret' in kept && typeof kept.secret === 'string'
  )
}
