import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodeKind, Room } from '../../../contract/rooms.ts'
import { Choice } from '../../ui/Choice.tsx'
import { useMember } from '../parts/context.tsx'
import { FormDialog } from '../parts/FormDialog.tsx'

interface DrawCodeDialogProps {
  room: Room
  onDrawn: (code: string) => void
  onClose: () => void
}

/** A first access code, or another one in place of the first, at `/{room}?code`. */
export function DrawCodeDialog({ room, onDrawn, onClose }: DrawCodeDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const before = room.accessCode
  const isFirst = before === null && !room.isCodeLost
  const [kind, setKind] = useState<CodeKind>(before !== null && /[a-z]/.test(before) ? 'letters' : 'digits')
  const draw = useMutation({
    mutationFn: () => client.call('accessCode.draw', { path: { room: room.address }, body: { kind } }),
    onSuccess: ({ accessCode }) => onDrawn(accessCode),
  })
  return (
    <FormDialog
      title={t(isFirst ? 'code_make' : 'code_renew_title')}
      action={t(isFirst ? 'code_make' : 'code_renew_action')}
      isBusy={draw.isPending}
      problem={draw.error}
      onSubmit={() => draw.mutate()}
      onClose={onClose}
    >
      {before !== null && <p>{t('code_renew_text', { code: before })}</p>}
      <Choice
        legend={t('code_kind')}
        options={[
          { value: 'digits', label: t('code_digits') },
          { value: 'letters', label: t('code_letters') },
        ]}
        value={kind}
        onChange={setKind}
      />
    </FormDialog>
  )
}
