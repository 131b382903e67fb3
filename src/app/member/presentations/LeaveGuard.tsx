import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useBlocker } from 'react-router'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'

/** While files are being sent, who leaves the page is asked first. */
export function LeaveGuard({ isBusy }: { isBusy: boolean }) {
  const { t } = useTranslation('presentations')
  // Dialogs of the page change its query only.
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isBusy && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (!isBusy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isBusy])

  if (blocker.state !== 'blocked') return null
  return (
    <ConfirmDialog
      title={t('leave_title')}
      action={t('leave')}
      isDangerous
      isBusy={false}
      problem={null}
      onConfirm={() => blocker.proceed()}
      onClose={() => blocker.reset()}
    >
      <p>{t('leave_text')}</p>
    </ConfirmDialog>
  )
}
