import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../../contract/rooms.ts'
import { Field } from '../../../ui/Field.tsx'
import { useLockedHint } from './locked.ts'
import { useSettings } from './use-settings.ts'

/** The most that BBB and the contract take. */
const greatest = { participants: 10_000, minutes: 1_440 }

/** A number, or nothing; saved when one leaves the field or presses Enter. What cannot be saved stays typed. */
export function FigureSetting({ room, name }: { room: Room; name: 'participants' | 'minutes' }) {
  const { t } = useTranslation('settings')
  const { change } = useSettings(room)
  const { lockedHint, organisation } = useLockedHint(room, name)
  const [typed, setTyped] = useState<string | null>(null)
  const [isWrong, setWrong] = useState(false)
  const saving = useRef<string | null>(null)
  const limit = room.limits[name]
  const most = limit ?? greatest[name]
  const stored = room.settings[name]

  async function commit(): Promise<void> {
    if (typed === null || typed === saving.current) return
    const wanted = typed.trim() === '' ? null : Number(typed)
    const fits = wanted === null || (Number.isInteger(wanted) && wanted >= 1 && wanted <= most)
    setWrong(!fits)
    if (!fits) return
    const isKnown = wanted === stored && saving.current === null
    saving.current = typed
    const isKept = isKnown || (await change({ [name]: wanted }))
    saving.current = null
    // Meanwhile somebody may have typed on.
    if (isKept) setTyped((now) => (now === typed ? null : now))
  }
  const commitOnEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void commit()
  }

  return (
    <Field
      label={t(name)}
      hint={lockedHint ?? (limit === null ? t('figure_free') : t('figure_limited', { organisation, limit }))}
      error={isWrong ? t('figure_wrong', { most }) : null}
      inputMode="numeric"
      size={6}
      disabled={lockedHint !== undefined}
      value={typed ?? stored ?? ''}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void commit()}
      onKeyDown={commitOnEnter}
    />
  )
}
