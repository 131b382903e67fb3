import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preset, RoomSettings, SettingName } from '../../../../contract/room-settings.ts'
import type { Room } from '../../../../contract/rooms.ts'
import { localText } from '../../../parts/format.ts'
import { Select } from '../../../ui/Field.tsx'
import { useMember } from '../../parts/context.tsx'
import { FormDialog } from '../../parts/FormDialog.tsx'
import { useSettings } from './use-settings.ts'
import { valueWords } from './words.ts'

/** One of the organisation's presets for this room: what it changes is said before it does. At `?preset`. */
export function PresetDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'rooms'])
  const { language } = useMember()
  const { save } = useSettings(room)
  const [chosen, setChosen] = useState(room.presets[0]?.id ?? '')
  const preset = room.presets.find(({ id }) => id === chosen)
  const name = preset ? localText(preset.name, language) : ''
  const apply = useMutation({
    mutationFn: async () => {
      if (preset) await save(preset.settings, t('preset_applied', { preset: name }))
    },
    onSuccess: onClose,
  })
  return (
    <FormDialog
      title={t('preset_use')}
      action={apply.isPending ? t('rooms:saving') : t('preset_apply')}
      isBusy={apply.isPending}
      problem={apply.error}
      onSubmit={() => apply.mutate()}
      onClose={onClose}
    >
      <p className="quiet">{t('preset_text')}</p>
      <Select
        label={t('preset')}
        hint={preset?.description && localText(preset.description, language)}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      >
        {room.presets.map(({ id, name }) => (
          <option key={id} value={id}>
            {localText(name, language)}
          </option>
        ))}
      </Select>
      {preset && <WhatChanges preset={preset} settings={room.settings} />}
    </FormDialog>
  )
}

function WhatChanges({ preset, settings }: { preset: Preset; settings: RoomSettings }) {
  const { t } = useTranslation('settings')
  const names = Object.keys(preset.settings) as SettingName[]
  const changes = names.flatMap((name) => {
    const [from, to] = [settings[name], preset.settings[name]]
    if (to === undefined || to === from) return []
    return [{ name, from: valueWords(t, name, from), to: valueWords(t, name, to) }]
  })
  return (
    <section className="stack" aria-live="polite">
      {changes.length === 0 ? (
        <p>{t('preset_same')}</p>
      ) : (
        <>
          <h3>{t('preset_changes')}</h3>
          <dl className="setting-changes">
            {changes.map(({ name, from, to }) => (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd>
                  <span className="visually-hidden">{t('change', { from, to })}</span>
                  <span aria-hidden>
                    <s>{from}</s> {to}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}
