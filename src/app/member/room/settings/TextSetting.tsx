import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../../contract/rooms.ts'
import { ClientProblem } from '../../../client.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextArea } from '../../../ui/Field.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { ProblemNotice } from '../../parts/problems.tsx'
import { useLockedHint } from './locked.ts'
import { useSettings } from './use-settings.ts'

type TextName = 'welcome' | 'waitingMessage'

/** UTF-16 units, as the contract counts them. */
const longest = { welcome: 1_000, waitingMessage: 500 }

/** A text, saved by its button. What was typed stays until it is saved or given up, also through a reload. */
export function TextSetting({ room, name }: { room: Room; name: TextName }) {
  const { t } = useTranslation(['settings', 'member', 'rooms'])
  const { save } = useSettings(room)
  const { lockedHint } = useLockedHint(room, name)
  const draft = useDraft(`${name}:${room.address}`, { text: '', isTyped: '' })
  const isTyped = draft.fields.isTyped !== ''
  const text = isTyped ? draft.fields.text : room.settings[name]
  const giveUp = () => {
    draft.change({ text: '', isTyped: '' })
    draft.discard()
  }
  const saving = useMutation({ mutationFn: () => save({ [name]: text }), onSuccess: giveUp })
  const problem = useTextProblem(saving.error, name, text.length - longest[name])
  const isOther = saving.error !== null && !isAboutField(saving.error, name)

  return (
    <div className="text-setting">
      <TextArea
        label={t(name)}
        hint={
          <>
            {lockedHint ?? t(`${name}_hint`)}{' '}
            <span className="figure">{t('characters', { typed: text.length, most: longest[name] })}</span>
          </>
        }
        error={problem}
        rows={4}
        disabled={lockedHint !== undefined}
        readOnly={saving.isPending}
        value={text}
        onChange={(event) => {
          saving.reset()
          draft.change({ text: event.target.value, isTyped: 'yes' })
        }}
      />
      {isOther && <ProblemNotice problem={saving.error} />}
      {isTyped && (
        <div className="actions">
          <Button
            kind="tinted"
            busy={saving.isPending}
            disabled={text.length > longest[name]}
            onClick={() => saving.mutate()}
          >
            {saving.isPending ? t('rooms:saving') : t('rooms:save')}
          </Button>
          <Button onClick={giveUp}>{t('member:cancel')}</Button>
        </div>
      )}
    </div>
  )
}

function isAboutField(problem: unknown, name: TextName): problem is ClientProblem {
  return problem instanceof ClientProblem && problem.fields[name] !== undefined
}

/** @param over by how many characters it is too long as it stands */
function useTextProblem(problem: unknown, name: TextName, over: number): string | null {
  const { t } = useTranslation('settings')
  if (over > 0) return t('text_too_long', { count: over })
  if (!isAboutField(problem, name)) return null
  return t('text_too_long_sent', { count: Number(problem.values.over ?? 0) })
}
