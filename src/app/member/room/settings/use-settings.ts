import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SettingsChange } from '../../../../contract/room-settings.ts'
import type { Room } from '../../../../contract/rooms.ts'
import { useMember } from '../../parts/context.tsx'
import { useNotify } from '../../parts/notify.tsx'
import { useProblemText } from '../../parts/problems.tsx'

interface Saving {
  /**
   * Saves, and offers to undo it; said where it could not be saved.
   * @param said what is told when it is saved; "Saved." if left out
   * @returns whether it was saved
   */
  change(changed: SettingsChange, said?: string): Promise<boolean>
  /** The same, and what went wrong is the caller's to tell. @throws ClientProblem, SessionProblem */
  save(changed: SettingsChange, said?: string): Promise<void>
}

/** How the settings of a room are changed. */
export function useSettings(room: Room): Saving {
  const { t } = useTranslation('settings')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const { queryKey } = client.query('rooms.get', { path: { room: room.address } })

  const { mutateAsync } = useMutation({
    mutationFn: async (changed: SettingsChange) => {
      // An answer that is on its way would show what was before.
      await queries.cancelQueries({ queryKey })
      return await client.call('rooms.change', { path: { room: room.address }, body: { settings: changed } })
    },
    onSuccess: (answer, changed) => {
      // Of two changes at once the answer to the first does not know the second.
      queries.setQueryData<Room>(queryKey, (known) => ({
        ...answer,
        settings: Object.assign({}, answer.settings, known?.settings, picked(answer.settings, changed)),
      }))
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })

  async function undo(before: SettingsChange): Promise<void> {
    try {
      await mutateAsync(before)
      notify({ kind: 'good', text: t('undone') })
    } catch (problem) {
      notify({ kind: 'bad', text: `${t('not_undone')} ${problemText(problem)}` })
    }
  }

  async function save(changed: SettingsChange, said = t('saved')): Promise<void> {
    const before = picked(room.settings, changed)
    await mutateAsync(changed)
    notify({ kind: 'good', text: said, action: { label: t('undo'), run: () => void undo(before) } })
  }

  async function change(changed: SettingsChange, said?: string): Promise<boolean> {
    try {
      await save(changed, said)
      return true
    } catch (problem) {
      notify({ kind: 'bad', text: `${t('not_saved')} ${problemText(problem)}` })
      return false
    }
  }

  return { change, save }
}

/** The settings of the same names. */
function picked(settings: SettingsChange, names: SettingsChange): SettingsChange {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => Object.hasOwn(names, name)))
}
