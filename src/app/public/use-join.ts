import { useState } from 'react'
import type { JoinInfo, RoomClosed } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import { ClientProblem } from '../client.ts'
import { useBrowser } from './browser.tsx'
import { closedBy } from './closed.ts'
import type { ViewOf } from './views.ts'

/** Errors that the guest can mend in the form. */
export type JoinError =
  | 'name_required'
  | 'name_too_long'
  | 'name_characters'
  | 'code_required'
  | 'code_wrong'
  | 'consent_required'

/** Why the way in did not work, and the figures that its sentence needs. */
export interface JoinProblem {
  code: ProblemCode | 'no_answer'
  values: Record<string, string | number>
}

interface JoinOptions {
  room: string
  language: Language
  /** Why the form was refused when it was posted without a script. */
  written: Pick<ViewOf<'join'>, 'error' | 'values'>
  onWait: (ticket: string, name: string) => void
  onClosed: (closed: RoomClosed) => void
}

interface Entry {
  name: string
  accessCode: string
  consent: boolean
}

/** Questions of the room beside the name. */
export type Asked = Pick<JoinInfo, 'entry' | 'accessCodeNeeded' | 'recordingAllowed'>

/** A guest's way in: at once where the meeting is open, by a place in the queue otherwise. */
export function useJoin({ room, language, written, onWait, onClosed }: JoinOptions) {
  const browser = useBrowser()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<JoinError | null>(isJoinError(written.error) ? written.error : null)
  const [problem, setProblem] = useState<JoinProblem | null>(
    isJoinError(written.error) || written.error === null
      ? null
      : { code: written.error, values: written.values ?? {} },
  )

  async function submit({ name, accessCode, consent }: Entry, asked: Asked) {
    const missing = missingIn({ name, accessCode, consent }, asked)
    setError(missing)
    setProblem(null)
    if (missing) return
    setBusy(true)
    try {
      const body = {
        name,
        language,
        consent,
        ...(asked.accessCodeNeeded && { accessCode }),
        ...(asked.entry === 'host' && { asHost: true }),
      }
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
    const closed = closedBy(failure)
    if (closed) onClosed(closed)
    else if (failure.code === 'fields_invalid') setError(fieldError(failure.fields))
    else if (failure.code === 'network' || failure.code === 'unreadable')
      setProblem({ code: 'no_answer', values: {} })
    else setProblem({ code: failure.code, values: failure.values })
  }

  return { submit, isBusy, error, problem, reset: () => setBusy(false) }
}

function missingIn({ name, accessCode, consent }: Entry, asked: Asked): JoinError | null {
  if (name.trim() === '') return 'name_required'
  if (asked.accessCodeNeeded && accessCode.trim() === '') return 'code_required'
  return asked.recordingAllowed && asked.entry !== 'host' && !consent ? 'consent_required' : null
}

function fieldError(fields: ClientProblem['fields']): JoinError {
  if (fields.consent) return 'consent_required'
  if (fields.accessCode) return fields.accessCode === 'required' ? 'code_required' : 'code_wrong'
  if (fields.name === 'required') return 'name_required'
  return fields.name === 'too_long' ? 'name_too_long' : 'name_characters'
}

function isJoinError(written: ViewOf<'join'>['error']): written is JoinError {
  return (
    written === 'name_required' ||
    written === 'name_too_long' ||
    written === 'name_characters' ||
    written === 'code_required' ||
    written === 'code_wrong' ||
    written === 'consent_required'
  )
}
