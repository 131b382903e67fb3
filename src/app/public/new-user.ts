import { useEffect } from 'react'
import { useBrowser } from './browser.tsx'
import { dropDraft } from './memory.ts'

/**
 * A page that was opened before somebody signed out in another tab, or before somebody else signed in, names whoever
 * was there then, and holds what they typed: it is left for a new one.
 * @param path its own
 */
export function useNewUser(path: string): void {
  const browser = useBrowser()
  useEffect(() => {
    const before = browser().browserUser()
    const look = () => {
      if (browser().browserUser() === before) return
      dropDraft(browser().tab)
      browser().replace(path)
    }
    // The back button shows a page that heard nothing in the meantime.
    addEventListener('storage', look)
    addEventListener('pageshow', look)
    return () => {
      removeEventListener('storage', look)
      removeEventListener('pageshow', look)
    }
  }, [browser, path])
}
