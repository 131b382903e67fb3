import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RoomSettings as Settings, SettingsChange } from '../../../contract/room-settings.ts'
import type { Room } from '../../../contract/rooms.ts'
import { localText } from '../../parts/format.ts'
import { Switch } from '../../ui/Switch.tsx'
import { useMember } from '../context.tsx'
import { useNotify } from '../notify.tsx'
import { useProblemText } from '../problems.tsx'

/** Settings that are saved as they are switched. */
export function RoomSettings({ room }: { room: Room }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const change = useSettings(room)
  const { recordingAllowed, mutedOnEntry } = room.settings
  return (
    <section className="card">
      <h2>{t('settings')}</h2>
      <Switch
        label={t('recording_allowed')}
        hint={
          room.recordingLocked
            ? t('recording_locked', { organisation: localText(room.organisation.name, language) })
            : t('recording_allowed_hint')
        }
        isOn={recordingAllowed}
        isLocked={room.recordingLocked}
        onChange={(isOn) => change({ recordingAllowed: isOn })}
      />
      <Switch
        label={t('muted_on_entry')}
        hint={t('muted_on_entry_hint')}
        isOn={mutedOnEntry}
        onChange={(isOn) => change({ mutedOnEntry: isOn })}
      />
      {room.meeting.state !== 'none' && <p className="quiet">{t('settings_next')}</p>}
    </section>
  )
}

/** Shown at once, undone and said when it could not be saved. */
function useSettings(room: Room): (changed: SettingsChange) => void {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const { queryKey } = client.query('rooms.get', { path: { room: room.address } })
  const show = (changed: SettingsChange) =>
    queries.setQueryData<Room>(
      queryKey,
      (known) => known && { ...known, settings: Object.assign({}, known.settings, changed) },
    )

  const save = useMutation({
    mutationFn: ({ changed }: { changed: SettingsChange; before: Settings }) =>
      client.call('rooms.change', { path: { room: room.address }, body: { settings: changed } }),
    onMutate: async ({ changed }) => {
      await queries.cancelQueries({ queryKey })
      show(changed)
    },
    onError: (problem, { changed, before }) => {
      show(undone(changed, before))
      notify({ kind: 'bad', text: `${t('setting_not_saved')} ${problemText(problem)}` })
    },
  })
  return (changed) => save.mutate({ changed, before: room.settings })
}

/** The same settings as they were. */
function undone(changed: SettingsChange, before: Settings): SettingsChange {
  return Object.fromEntries(Object.entries(before).filter(([name]) => Object.hasOwn(changed, name)))
}
