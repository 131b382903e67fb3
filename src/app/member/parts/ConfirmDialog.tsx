import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ProblemNotice } from './problems.tsx'

interface ConfirmDialogProps {
  title: string
  /** The verb: what will be done. */
  action: string
  /** The way out, where "Cancel" could be taken for something else. */
  refusal?: string
  /** The action takes something away that is hard to get back. */
  isDangerous?: boolean
  isBusy: boolean
  problem: unknown
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** Asks before something is done. It stays open, and says why, when that fails. */
export function ConfirmDialog({ title, action, isDangerous = false, children, ...rest }: ConfirmDialogProps) {
  const { t } = useTranslation('member')
  return (
    <Dialog kind="question" title={title} closeLabel={t('close')} onClose={rest.onClose}>
      {children}
      {rest.problem != null && <ProblemNotice problem={rest.problem} />}
      <div className="actions dialog-actions">
        <Button kind={isDangerous ? 'danger' : 'primary'} busy={rest.isBusy} onClick={rest.onConfirm}>
          {action}
        </Button>
        <Button onClick={rest.onClose}>{rest.refusal ?? t('cancel')}</Button>
      </div>
    </Dialog>
  )
}
