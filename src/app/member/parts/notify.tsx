import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Toast, type ToastMessage } from '../../ui/Toast.tsx'

type Notify = (message: ToastMessage) => void

const NotifyContext = createContext<Notify>(() => {})

/** Says what has no place of its own on the page: one sentence at a time, the latest. */
export function useNotify(): Notify {
  return useContext(NotifyContext)
}

/** How long good news stays, milliseconds; longer where something can be done about it. Bad news stays. */
const goodStays = 10_000
const undoableStays = 20_000

export function NotifyProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('member')
  const [message, setMessage] = useState<ToastMessage | null>(null)
  const [isHeld, setHeld] = useState(false)

  useEffect(() => {
    if (message?.kind !== 'good' || isHeld) return
    const timer = setTimeout(() => setMessage(null), message.action ? undoableStays : goodStays)
    return () => clearTimeout(timer)
  }, [message, isHeld])
  const close = () => {
    setHeld(false)
    setMessage(null)
  }

  return (
    <NotifyContext value={setMessage}>
      {children}
      <Toast message={message} closeLabel={t('close')} onClose={close} onHold={setHeld} />
    </NotifyContext>
  )
}
