import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { HostLink } from '../../../contract/host-links.ts'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface RevokeHostLinkDialogProps {
  room: Room
  link: HostLink
  onRevoked: () => void
  onClose: () => void
}

/** Asks before a host link stops working, at `/{room}/settings?revoke-{link}`. */
export function RevokeHostLinkDialog({ room, link, onRevoked, onClose }: RevokeHostLinkDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const revoke = useMutation({
    mutationFn: () => client.call('hostLinks.revoke', { path: { room: room.address, link: link.id } }),
    onSuccess: onRevoked,
  })
  return (
    <ConfirmDialog
      title={t('host_link_revoke_title', { label: link.label })}
      action={t('host_link_revoke')}
      isDangerous
      isBusy={revoke.isPending}
      problem={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>{t('host_link_revoke_text')}</p>
    </ConfirmDialog>
  )
}
