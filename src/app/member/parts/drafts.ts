import { useState } from 'react'
import { draftPrefix } from '../../parts/typed.ts'

/**
 * A draft: values typed into a form. It survives a reload, a change of language and a new sign-in in this tab,
 * until it is saved, given up, or somebody else's turn begins.
 * @param form which form, for instance `rename:assembly`
 */
export function useDraft<Fields extends Record<string, string>>(form: string, initial: Fields) {
  const key = draftPrefix + form
  const [fields, setFields] = useState<Fields>(() => ({ ...initial, ...readDraft(key, initial) }))

  return {
    fields,
    change(changed: Partial<Fields>) {
      const next = { ...fields, ...changed }
      setFields(next)
      sessionStorage.setItem(key, JSON.stringify(next))
    },
    discard() {
      sessionStorage.removeItem(key)
    },
  }
}

/** Only the fields that this form still has: a draft may be older than the page. */
function readDraft(key: string, initial: Record<string, string>): Record<string, string> {
  try {
    const stored: Record<string, unknown> = JSON.parse(sessionStorage.getItem(key) ?? '{}')
    const kept = Object.keys(initial).flatMap((name) => {
      const value = stored[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    })
    return Object.fromEntries(kept)
  } catch {
    return {}
  }
}
