import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ClientProblem } from '../../client.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ProblemNotice } from './problems.tsx'
import { SessionEnded } from './SessionEnded.tsx'
import { useSessionState } from './session-state.ts'

interface FormDialogProps {
  title: string
  action: string
  /** The way out, where "Cancel" could be taken for something else. */
  refusal?: string
  isBusy: boolean
  problem: unknown
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/**
 * A form above the page. It stays open when saving fails; what concerns a field is said there. When
 * the session has ended, one signs in again from here and finds what was typed.
 */
export function FormDialog({ title, action, isBusy, problem, onSubmit, ...rest }: FormDialogProps) {
  const { t } = useTranslation('member')
  const session = useSessionState()
  const hasEnded = session.status === 'expired' || session.status === 'retired'
  const isOfAField = problem instanceof ClientProblem && concernsAField(problem)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBusy) onSubmit()
  }
  return (
    <Dialog title={title} closeLabel={t('close')} onClose={rest.onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        {rest.children}
        {problem != null && !isOfAField && <ProblemNotice problem={problem} />}
        {hasEnded ? (
          <SessionEnded end={session} isPage={false} />
        ) : (
          <div className="actions dialog-actions">
            <Button kind="primary" type="submit" busy={isBusy}>
              {action}
            </Button>
            <Button onClick={rest.onClose}>{rest.refusal ?? t('cancel')}</Button>
          </div>
        )}
      </form>
    </Dialog>
  )
}

function concernsAField({ code, fields }: ClientProblem): boolean {
  return code === 'address_taken' || code === 'address_reserved' || Object.keys(fields).length > 0
}
