import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Presentation } from '../../../contract/presentations.ts'
import { ClientProblem } from '../../client.ts'
import { Field } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'

interface RenameFileDialogProps {
  room: string
  presentation: Presentation
  onSaved: (presentation: Presentation) => void
  onClose: () => void
}

/** Another name for a file, as those in a meeting see it, at `/{room}?rename-{presentation}`. Its end stays. */
export function RenameFileDialog({ room, presentation, onSaved, onClose }: RenameFileDialogProps) {
  const { t } = useTranslation('presentations')
  const { client } = useMember()
  const { stem, end } = partsOf(presentation.name)
  const draft = useDraft(`rename:${presentation.id}`, { name: stem })
  const rename = useMutation({
    mutationFn: () =>
      client.call('presentations.change', {
        path: { room, presentation: presentation.id },
        body: { name: wholeName(draft.fields.name, end) },
      }),
    onSuccess: (renamed) => {
      onSaved(renamed)
      close()
    },
  })
  const isWrong = rename.error instanceof ClientProblem && rename.error.code === 'file_refused'
  const close = () => {
    draft.discard()
    onClose()
  }

  return (
    <FormDialog
      title={t('rename_title', { name: presentation.name })}
      action={t(rename.isPending ? 'saving' : 'save')}
      isBusy={rename.isPending}
      problem={isWrong ? null : rename.error}
      onSubmit={() => rename.mutate()}
      onClose={close}
    >
      <Field
        label={t('name')}
        hint={t('name_hint', { end })}
        error={isWrong ? t('name_wrong') : undefined}
        value={draft.fields.name}
        autoFocus
        autoComplete="off"
        onChange={(event) => draft.change({ name: event.target.value })}
      />
    </FormDialog>
  )
}

/** A meeting goes by the end of a file's name. */
function partsOf(name: string): { stem: string; end: string } {
  const [end = ''] = /\.[A-Za-z][A-Za-z0-9]{1,4}$/.exec(name) ?? []
  return { stem: name.slice(0, name.length - end.length), end }
}

/** "Budget 2026/2027" is a name, and no folder; who types the end as well does not want it twice. */
function wholeName(typed: string, end: string): string {
  const name = typed.trim().replace(/[/\\]/g, '-')
  return name.toLowerCase().endsWith(end.toLowerCase()) ? name : `${name}${end}`
}
