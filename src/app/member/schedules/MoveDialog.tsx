import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import type { ScheduleDate, ScheduleDateChange } from '../../../contract/schedules.ts'
import { zoneName } from '../../parts/format.ts'
import { Field } from '../../ui/Field.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { LengthField } from './ScheduleTimeFields.tsx'
import { useScheduleProblem } from './schedule-problems.ts'
import { whenIs } from './schedule-words.ts'
import { useSchedulesChanged } from './schedules.ts'

interface MoveDialogProps {
  room: Room
  date: ScheduleDate
  onClose: () => void
}

/** Another day or hour for one date, in the zone of its schedule: at `/{room}?move={schedule}~{date}`. */
export function MoveDialog({ room, date, onClose }: MoveDialogProps) {
  const { t } = useTranslation('schedules')
  const { client, language } = useMember()
  const now = useNow()
  const changed = useSchedulesChanged(room.address)
  const [isTried, setTried] = useState(false)
  const draft = useDraft(`move:${date.schedule}~${date.date}`, {
    date: date.start.slice(0, 10),
    time: date.start.slice(11),
    minutes: String(date.minutes),
  })
  const { fields } = draft
  const close = () => {
    draft.discard()
    onClose()
  }
  const save = useMutation({
    mutationFn: (body: ScheduleDateChange) =>
      client.call('schedules.changeDate', {
        path: { room: room.address, schedule: date.schedule, date: date.date },
        body,
      }),
    onSuccess: async () => {
      await changed()
      close()
    },
  })
  const missing = {
    ...(fields.date === '' ? { date: true as const } : {}),
    ...(fields.time === '' ? { time: true as const } : {}),
  }
  const isComplete = fields.date !== '' && fields.time !== ''
  const problemOf = useScheduleProblem(save.error, isTried ? missing : {})
  const usual = { ...date, startsAt: date.movedFrom ?? date.startsAt }

  return (
    <FormDialog
      title={t('move_title')}
      action={t(save.isPending ? 'saving' : 'move_action')}
      refusal={t('move_keep')}
      isBusy={save.isPending}
      problem={save.error}
      onSubmit={() => {
        setTried(true)
        const start = `${fields.date}T${fields.time.slice(0, 5)}`
        if (isComplete) save.mutate({ state: 'moved', start, minutes: Number(fields.minutes) })
      }}
      onClose={close}
    >
      <p>{t('move_lead', { when: whenIs(usual, language, now) })}</p>
      <div className="schedule-fields">
        <Field
          label={t('field_date')}
          type="date"
          error={problemOf('date')}
          value={fields.date}
          onChange={(event) => draft.change({ date: event.target.value })}
        />
        <Field
          label={t('field_time')}
          type="time"
          hint={zoneName(date.startsAt, language, date.timeZone)}
          error={problemOf('time')}
          value={fields.time}
          onChange={(event) => draft.change({ time: event.target.value })}
        />
        <LengthField minutes={fields.minutes} onChange={(minutes) => draft.change({ minutes })} />
      </div>
    </FormDialog>
  )
}
