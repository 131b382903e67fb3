import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useStart } from './start.ts'

interface ElsewhereDialogProps {
  room: Room
  /** The name of the server that does not answer. */
  server: string
  onClose: () => void
}

/** Asks before a meeting on a silent server is given up for a new one, at `/{room}?elsewhere`. */
export function ElsewhereDialog({ room, server, onClose }: ElsewhereDialogProps) {
  const { t } = useTranslation('rooms')
  const { startElsewhere, isBusy, problem } = useStart(room.address)
  return (
    <ConfirmDialog
      title={t('elsewhere_title')}
      action={isBusy ? t('starting') : t('elsewhere_action')}
      isBusy={isBusy}
      problem={problem}
      onConfirm={startElsewhere}
      onClose={onClose}
    >
      <p>{t('elsewhere_text', { server })}</p>
    </ConfirmDialog>
  )
}
