import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CoHost } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface RemoveCoHostDialogProps {
  room: Room
  host: CoHost
  onRemoved: () => void
  onClose: () => void
}

/** Asks before somebody is co-host no more, at `/{room}/hosts?remove-{person}`. */
export function RemoveCoHostDialog({ room, host, onRemoved, onClose }: RemoveCoHostDialogProps) {
  const { t } = useTranslation('hosts')
  const { client } = useMember()
  const remove = useMutation({
    mutationFn: () => client.call('hosts.remove', { path: { room: room.address, person: host.id } }),
    onSuccess: onRemoved,
  })
  const isGuarded = room.settings.membersOnly || room.accessCode !== null || room.isCodeLost
  const action = host.isMe ? t('leave') : t('remove')
  return (
    <ConfirmDialog
      title={host.isMe ? t('leave_title', { room: room.name }) : t('remove_title', { name: host.name })}
      action={remove.isPending ? t('removing') : action}
      isDangerous
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t(host.isMe ? 'leave_text' : 'remove_text')}</p>
      {!host.isMe && isGuarded && room.scheduled.next !== null && <p>{t('remove_calendar')}</p>}
    </ConfirmDialog>
  )
}
