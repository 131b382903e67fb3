import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ListedMember } from '../../../contract/organisations.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface RemoveMemberDialogProps {
  organisation: string
  member: ListedMember
  onRemoved: () => void
  onClose: () => void
}

/** Asks before somebody is taken from the list, at `/organisations/{id}?remove-{member}`. */
export function RemoveMemberDialog({ organisation, member, onRemoved, onClose }: RemoveMemberDialogProps) {
  const { t } = useTranslation('organisations')
  const { client } = useMember()
  const remove = useMutation({
    mutationFn: () => client.call('members.remove', { path: { id: organisation, member: member.id } }),
    onSuccess: onRemoved,
  })
  return (
    <ConfirmDialog
      title={t('remove_title', { email: member.email })}
      action={t(remove.isPending ? 'removing' : 'remove')}
      isDangerous
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{member.claimed ? t('remove_claimed', { name: member.claimed.name }) : t('remove_open')}</p>
    </ConfirmDialog>
  )
}
