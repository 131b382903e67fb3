import { useCallback } from 'react'
import { useNavigate } from 'react-router'
import { safeReturnPath } from '../../session/return-path.ts'
import { useMember } from '../parts/context.tsx'
import { isReturnPath } from './return-paths.ts'

/** Goes on after a sign-in: within this application, or to a document of the proxy. */
export function useArrive(): (path: string) => void {
  const { browser, config } = useMember()
  const navigate = useNavigate()
  return useCallback(
    (path) => {
      const safe = safeReturnPath(path, new URL(config.publicUrl).origin, isReturnPath)
      if (isDocument(safe)) browser.replace(safe)
      else navigate(safe, { replace: true })
    },
    [browser, config, navigate],
  )
}

/** Public pages are documents of the proxy, not screens of this application. */
function isDocument(path: string): boolean {
  return path.startsWith('/status') || path.startsWith('/recordings/')
}
