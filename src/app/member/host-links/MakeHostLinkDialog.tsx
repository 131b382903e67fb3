import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostLink, MadeHostLink } from '../../../contract/host-links.ts'
import type { Room } from '../../../contract/rooms.ts'
import { ClientProblem } from '../../client.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useNotify } from '../parts/notify.tsx'

interface MakeHostLinkDialogProps {
  room: Room
  onMade: (link: HostLink) => void
  onClose: () => void
}

type Lasting = 'day' | 'month' | 'always'
const days: Record<Lasting, number | null> = { day: 1, month: 30, always: null }

/** A new host link, at `/{room}/settings?host-link`: for whom and how long; then the link itself, this once. */
export function MakeHostLinkDialog({ room, onMade, onClose }: MakeHostLinkDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const draft = useDraft(`host-link:${room.address}`, { label: '' })
  const [lasting, setLasting] = useState<Lasting>('month')
  const { label } = draft.fields
  const make = useMutation({
    mutationFn: () =>
      client.call('hostLinks.make', { path: { room: room.address }, body: { label, days: days[lasting] } }),
    onSuccess: ({ link }) => {
      draft.discard()
      onMade(link)
    },
  })
  const close = () => {
    draft.discard()
    onClose()
  }
  if (make.data) return <NewLink made={make.data} onClose={close} />
  const wrong = make.error instanceof ClientProblem ? make.error.fields.label : undefined
  return (
    <FormDialog
      title={t('host_link_make')}
      action={t('host_link_make')}
      isBusy={make.isPending}
      problem={make.error}
      onSubmit={() => make.mutate()}
      onClose={close}
    >
      <p>{t('host_link_gives')}</p>
      <Field
        label={t('host_link_for')}
        hint={t('host_link_for_hint')}
        error={wrong && t(wrong === 'characters' ? 'name_characters' : 'host_link_for_wrong')}
        value={label}
        autoFocus
        onChange={(event) => draft.change({ label: event.target.value })}
      />
      <Choice
        legend={t('host_link_lasting')}
        options={[
          { value: 'day', label: t('host_link_day') },
          { value: 'month', label: t('host_link_month') },
          { value: 'always', label: t('host_link_always') },
        ]}
        value={lasting}
        onChange={setLasting}
      />
    </FormDialog>
  )
}

function NewLink({ made: { link, url }, onClose }: { made: MadeHostLink; onClose: () => void }) {
  const { t } = useTranslation(['rooms', 'member'])
  const notify = useNotify()
  return (
    <Dialog
      title={t('host_link_new', { label: link.label })}
      closeLabel={t('member:close')}
      onClose={onClose}
    >
      <p>{t('host_link_once')}</p>
      <code className="host-link-new">{url}</code>
      <div className="actions dialog-actions">
        <CopyButton
          kind="primary"
          text={url}
          label={t('copy_link')}
          doneLabel={t('copied')}
          onFail={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
        />
        <Button onClick={onClose}>{t('host_link_done')}</Button>
      </div>
    </Dialog>
  )
}
