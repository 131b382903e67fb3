import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Toast, type ToastMessage } from '../ui/Toast.tsx'

type Notify = (message: ToastMessage) => void

const NotifyContext = createContext<Notify>(() => {})

/** Says what has no place of its own on the page: one sentence at a time, the latest. */
export function useNotify(): Notify {
  return useContext(NotifyContext)
}

/** How long good news stays, milliseconds. Bad news stays until it is closed. */
const goodStays = 10_000

export function NotifyProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('member')
  const [message, setMessage] = useState<ToastMessage | null>(null)

  useEffect(() => {
    if (message?.kind !== 'good') return
    const timer = setTimeout(() => setMessage(null), goodStays)
    return () => clearTimeout(timer)
  }, [message])

  return (
    <NotifyContext value={setMessage}>
      {children}
      <Toast message={message} closeLabel={t('close')} onClose={() => setMessage(null)} />
    </NotifyContext>
  )
}
