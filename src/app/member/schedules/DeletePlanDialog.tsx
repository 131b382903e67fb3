import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../contract/plans.ts'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { usePlansChanged } from './plans.ts'

interface DeletePlanDialogProps {
  room: Room
  plan: Plan
  onDeleted: () => void
  onClose: () => void
}

/** Asks before a plan goes with all its dates, at `/{room}?unplan={id}`. */
export function DeletePlanDialog({ room, plan, onDeleted, onClose }: DeletePlanDialogProps) {
  const { t } = useTranslation('plans')
  const { client } = useMember()
  const notify = useNotify()
  const changed = usePlansChanged(room.address)
  const remove = useMutation({
    mutationFn: () => client.call('plans.delete', { path: { room: room.address, plan: plan.id } }),
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
      <p>{t('delete_text', { plan: plan.title || room.name })}</p>
    </ConfirmDialog>
  )
}
