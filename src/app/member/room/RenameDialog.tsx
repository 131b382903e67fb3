import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { Field } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useRoomFieldProblem } from './field-problem.ts'

interface RenameDialogProps {
  room: Room
  onSaved: (room: Room) => void
  onClose: () => void
}

/** Another name for the room, at `/{room}?rename`. */
export function RenameDialog({ room, onSaved, onClose }: RenameDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const draft = useDraft(`rename:${room.address}`, { name: room.name })
  const { name } = draft.fields
  const rename = useMutation({
    mutationFn: () => client.call('rooms.change', { path: { room: room.address }, body: { name } }),
    onSuccess: (changed) => {
      onSaved(changed)
      close()
    },
  })
  const fieldProblem = useRoomFieldProblem(rename.error)
  const close = () => {
    draft.discard()
    onClose()
  }

  return (
    <FormDialog
      title={t('rename_title')}
      action={rename.isPending ? t('saving') : t('save')}
      isBusy={rename.isPending}
      problem={rename.error}
      onSubmit={() => rename.mutate()}
      onClose={close}
    >
      <Field
        label={t('name')}
        error={fieldProblem('name')}
        value={name}
        autoFocus
        onChange={(event) => draft.change({ name: event.target.value })}
      />
    </FormDialog>
  )
}
