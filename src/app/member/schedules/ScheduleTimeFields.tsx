import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMinutes, zoneName } from '../../parts/format.ts'
import { Field, Select } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import type { ScheduleFields } from './schedule-draft.ts'
import type { ScheduleField } from './schedule-problems.ts'

export interface ScheduleFormProps {
  fields: ScheduleFields
  change: (changed: Partial<ScheduleFields>) => void
  problemOf: (field: ScheduleField) => string | undefined
}

/** The first day, the hour, how long, and by the clocks of which place. */
export function ScheduleTimeFields({ fields, change, problemOf }: ScheduleFormProps) {
  const { t } = useTranslation('schedules')
  const { language } = useMember()
  const zones = useZones(fields.timeZone)
  const at = Date.parse(`${fields.date}T12:00Z`) || Date.now()
  return (
    <>
      <div className="schedule-fields">
        <Field
          label={t('field_date')}
          type="date"
          error={problemOf('date')}
          value={fields.date}
          onChange={(event) => change({ date: event.target.value })}
        />
        <Field
          label={t('field_time')}
          type="time"
          error={problemOf('time')}
          value={fields.time}
          onChange={(event) => change({ time: event.target.value })}
        />
        <LengthField minutes={fields.minutes} onChange={(minutes) => change({ minutes })} />
      </div>
      <Select
        label={t('field_zone')}
        hint={t('field_zone_hint', { zone: zoneName(at, language, fields.timeZone) })}
        error={problemOf('timeZone')}
        value={fields.timeZone}
        onChange={(event) => change({ timeZone: event.target.value })}
      >
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </Select>
    </>
  )
}

const usualLengths = [15, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360, 480]

export function LengthField({ minutes, onChange }: { minutes: string; onChange: (minutes: string) => void }) {
  const { t } = useTranslation('schedules')
  const lengths = [...new Set([...usualLengths, Number(minutes)])].sort((one, other) => one - other)
  return (
    <Select label={t('field_minutes')} value={minutes} onChange={(event) => onChange(event.target.value)}>
      {lengths.map((length) => (
        <option key={length} value={length}>
          {formatMinutes(length)}
        </option>
      ))}
    </Select>
  )
}

/** Every zone that the browser knows, and the one that is chosen, which may be its older or newer name. */
function useZones(chosen: string): string[] {
  return useMemo(() => [...new Set([chosen, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort(), [chosen])
}
