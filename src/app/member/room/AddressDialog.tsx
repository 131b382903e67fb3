import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { Field } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useRoomFieldProblem } from './field-problem.ts'

interface AddressDialogProps {
  room: Room
  /** The room at its new address. */
  onSaved: (room: Room) => void
  onClose: () => void
}

/** Another address for the room, at `/{room}?address`. */
export function AddressDialog({ room, onSaved, onClose }: AddressDialogProps) {
  const { t } = useTranslation('rooms')
  const { client, config } = useMember()
  const draft = useDraft(`address:${room.address}`, { address: room.address })
  const { address } = draft.fields
  const move = useMutation({
    mutationFn: () => client.call('rooms.change', { path: { room: room.address }, body: { address } }),
    onSuccess: (moved) => {
      draft.discard()
      onSaved(moved)
    },
  })
  const fieldProblem = useRoomFieldProblem(move.error)

  return (
    <FormDialog
      title={t('address_title')}
      action={move.isPending ? t('saving') : t('save')}
      isBusy={move.isPending}
      problem={move.error}
      onSubmit={() => move.mutate()}
      onClose={() => {
        draft.discard()
        onClose()
      }}
    >
      <Field
        label={t('address')}
        prefix={`${new URL(config.publicUrl).host}/`}
        hint={t('address_change_hint')}
        error={fieldProblem('address')}
        value={address}
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => draft.change({ address: event.target.value })}
      />
      <p className="quiet">{t('address_keeps')}</p>
    </FormDialog>
  )
}
