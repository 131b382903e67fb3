import { useState } from 'react'
import type { Language } from '../../contract/languages.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import { ClientProblem } from '../client.ts'
import { useBrowser } from './browser.tsx'
import type { ViewOf } from './views.ts'

/** What the guest can mend in the form. */
export type JoinError = 'name_required' | 'name_too_long' | 'name_characters' | 'consent_required'

interface JoinOptions {
  room: string
  language: Language
  /** Why the form was refused when it was posted without a script. */
  written: ViewOf<'join'>['error']
  onWait: (ticket: string, name: string) => void
  onClosed: () => void
}

interface Entry {
  name: string
  consent: boolean
  consentNeeded: boolean
}

/** A guest's way in: at once where the meeting is open, by a place in the queue otherwise. */
export function useJoin({ room, language, written, onWait, onClosed }: JoinOptions) {
  const browser = useBrowser()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<JoinError | null>(isJoinError(written) ? written : null)
  const [problem, setProblem] = useState<ProblemCode | 'no_answer' | null>(
    isJoinError(written) ? null : written,
  )

  async function submit({ name, consent, consentNeeded }: Entry) {
    const missing = missingIn({ name, consent, consentNeeded })
    setError(missing)
    setProblem(null)
    if (missing) return
    setBusy(true)
    try {
      const body = { name, language, consent }
      const answer = await browser().client.call('join.post', { path: { room }, body })
      // It stays busy while the browser leaves for the meeting.
      if (answer.state === 'open') browser().open(answer.url)
      else onWait(answer.ticket, name.trim())
    } catch (failure) {
      setBusy(false)
      explain(failure)
    }
  }

  function explain(failure: unknown) {
    if (!(failure instanceof ClientProblem)) throw failure
    if (failure.code === 'room_closed') onClosed()
    else if (failure.code === 'fields_invalid') setError(fieldError(failure.fields))
    else if (failure.code === 'network' || failure.code === 'unreadable') setProblem('no_answer')
    else setProblem(failure.code)
  }

  return { submit, isBusy, error, problem, reset: () => setBusy(false) }
}

function missingIn({ name, consent, consentNeeded }: Entry): JoinError | null {
  if (name.trim() === '') return 'name_required'
  return consentNeeded && !consent ? 'consent_required' : null
}

function fieldError(fields: ClientProblem['fields']): JoinError {
  if (fields.consent) return 'consent_required'
  if (fields.name === 'required') return 'name_required'
  return fields.name === 'too_long' ? 'name_too_long' : 'name_characters'
}

function isJoinError(written: ViewOf<'join'>['error']): written is JoinError {
  return (
    written === 'name_required' ||
    written === 'name_too_long' ||
    written === 'name_characters' ||
    written === 'consent_required'
  )
}
