import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Room } from '../../../contract/rooms.ts'
import { paths } from '../../paths.ts'
import { Field } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useRoomFieldProblem } from './field-problem.ts'
import { NewAddressField, wantedAddress } from './NewAddressField.tsx'

/** A new room with the settings of this one, at `?duplicate`. It leads to the new room's settings. */
export function DuplicateDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'rooms'])
  const { client } = useMember()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const notify = useNotify()
  const initial = { name: t('duplicate_name', { room: room.name }), address: '' }
  const draft = useDraft(`duplicate:${room.address}`, initial)
  const { name, address } = draft.fields
  const duplicate = useMutation({
    mutationFn: () =>
      client.call('rooms.duplicate', {
        path: { room: room.address },
        body: { name, ...wantedAddress(address) },
      }),
    onSuccess: async (copy) => {
      draft.discard()
      queries.setQueryData(client.query('rooms.get', { path: { room: copy.address } }).queryKey, copy)
      notify({ kind: 'good', text: t('duplicated', { room: copy.name }) })
      await navigate(paths.roomSettings(copy.address), { replace: true })
    },
  })
  const fieldProblem = useRoomFieldProblem(duplicate.error)
  const close = () => {
    draft.discard()
    onClose()
  }

  return (
    <FormDialog
      title={t('duplicate_title')}
      action={duplicate.isPending ? t('rooms:creating') : t('duplicate_action')}
      isBusy={duplicate.isPending}
      problem={duplicate.error}
      onSubmit={() => duplicate.mutate()}
      onClose={close}
    >
      <p className="quiet">{t('duplicate_text')}</p>
      <Field
        label={t('rooms:name')}
        error={fieldProblem('name')}
        value={name}
        autoFocus
        onChange={(event) => draft.change({ name: event.target.value })}
      />
      <NewAddressField
        value={address}
        error={fieldProblem('address')}
        onChange={(typed) => draft.change({ address: typed })}
      />
    </FormDialog>
  )
}
