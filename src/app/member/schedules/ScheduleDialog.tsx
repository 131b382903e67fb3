import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import type { NewSchedule, Schedule } from '../../../contract/schedules.ts'
import { Field, TextArea } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useNotify } from '../parts/notify.tsx'
import { ScheduleEndFields } from './ScheduleEndFields.tsx'
import { SchedulePreview } from './SchedulePreview.tsx'
import { ScheduleTimeFields } from './ScheduleTimeFields.tsx'
import { initialFields, missingIn, scheduleIn } from './schedule-draft.ts'
import { useScheduleProblem } from './schedule-problems.ts'
import { useSchedulesChanged } from './schedules.ts'

interface ScheduleDialogProps {
  room: Room
  /** The schedule that is changed; left out: a new one. */
  schedule?: Schedule
  onClose: () => void
}

/** Schedules a meeting, or changes what is scheduled: at `/{room}?schedule`, or `?schedule={id}`. */
export function ScheduleDialog({ room, schedule, onClose }: ScheduleDialogProps) {
  const { t } = useTranslation('schedules')
  const notify = useNotify()
  const draft = useDraft(`schedule:${room.address}:${schedule?.id ?? ''}`, initialFields(schedule))
  const [isTried, setTried] = useState(false)
  const { fields } = draft
  const wanted = scheduleIn(fields)
  const preview = usePreview(room, schedule, wanted)
  const save = useSave(room, schedule, () => {
    draft.discard()
    notify({ kind: 'good', text: t('saved') })
    onClose()
  })
  const problemOf = useScheduleProblem(save.error ?? preview.error, isTried ? missingIn(fields) : {})
  const change = (changed: Partial<typeof fields>) => {
    save.reset()
    draft.change(changed)
  }
  const form = { fields, change, problemOf }

  return (
    <FormDialog
      title={t(schedule ? 'form_change' : 'form_new')}
      action={t(save.isPending ? 'saving' : 'save')}
      isBusy={save.isPending}
      problem={save.error}
      onSubmit={() => {
        setTried(true)
        if (wanted) save.mutate(wanted)
      }}
      onClose={() => {
        draft.discard()
        onClose()
      }}
    >
      <Field
        label={t('field_title')}
        hint={t('field_title_hint')}
        error={problemOf('title')}
        value={fields.title}
        onChange={(event) => change({ title: event.target.value })}
      />
      <ScheduleTimeFields {...form} />
      <ScheduleEndFields {...form} />
      <TextArea
        label={t('field_message')}
        hint={t('field_message_hint')}
        error={problemOf('message')}
        rows={3}
        maxLength={500}
        value={fields.message}
        onChange={(event) => change({ message: event.target.value })}
      />
      <SchedulePreview wanted={wanted} preview={preview.error ? undefined : preview.data} />
    </FormDialog>
  )
}

/** Which dates it would have, as the proxy says, which will make them. */
function usePreview(room: Room, schedule: Schedule | undefined, wanted: NewSchedule | null) {
  const { client } = useMember()
  const judged = wanted ?? { ...emptySchedule }
  // Words do not change dates: what is typed there asks for nothing.
  const body = { ...judged, title: '', message: '', ...(schedule ? { id: schedule.id } : {}) }
  return useQuery({
    ...client.query('schedules.preview', { path: { room: room.address }, body }),
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

const emptySchedule: NewSchedule = {
  title: '',
  message: '',
  start: '',
  timeZone: '',
  minutes: 0,
  repeat: 'none',
  ends: { kind: 'never' },
}

function useSave(room: Room, schedule: Schedule | undefined, onSaved: () => void) {
  const { client } = useMember()
  const changed = useSchedulesChanged(room.address)
  return useMutation({
    mutationFn: (body: NewSchedule) =>
      schedule
        ? client.call('schedules.change', { path: { room: room.address, schedule: schedule.id }, body })
        : client.call('schedules.create', { path: { room: room.address }, body }),
    onSuccess: async () => {
      await changed()
      onSaved()
    },
  })
}
