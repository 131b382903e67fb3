import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import type { Schedule } from '../../../contract/schedules.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useSchedulesChanged } from './schedules.ts'

interface DeleteScheduleDialogProps {
  room: Room
  schedule: Schedule
  onDeleted: () => void
  onClose: () => void
}

/** Asks before a schedule goes with all its dates, at `/{room}?unplan={id}`. */
export function DeleteScheduleDialog({ room, schedule, onDeleted, onClose }: DeleteScheduleDialogProps) {
  const { t } = useTranslation('schedules')
  const { client } = useMember()
  const notify = useNotify()
  const changed = useSchedulesChanged(room.address)
  const remove = useMutation({
    mutationFn: () =>
      client.call('schedules.delete', { path: { room: room.address, schedule: schedule.id } }),
    onSuccess: async () => {
      notify({ kind: 'good', text: t('deleted') })
      onDeleted()
      await changed()
    },
  })
  return (
    <ConfirmDialog
      title={t('delete_title')}
      action={t('delete')}
      refusal={t('delete_keep')}
      isDangerous
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t('delete_text', { schedule: schedule.title || room.name })}</p>
    </ConfirmDialog>
  )
}
