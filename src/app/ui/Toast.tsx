import { CircleAlert, CircleCheck, X } from 'lucide-react'
import './toast.css'

export interface ToastMessage {
  kind: 'good' | 'bad'
  text: string
}

interface ToastProps {
  message: ToastMessage | null
  closeLabel: string
  onClose: () => void
}

/** A sentence at the foot of the window. Its region is always there, so that screen readers say what comes. */
export function Toast({ message, closeLabel, onClose }: ToastProps) {
  return (
    <div className="toast-region" role="status" aria-live={message?.kind === 'bad' ? 'assertive' : 'polite'}>
      {message && (
        <div className={`toast toast-${message.kind}`}>
          {message.kind === 'good' ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
          <p>{message.text}</p>
          <button type="button" className="toast-close" aria-label={closeLabel} onClick={onClose}>
            <X aria-hidden />
          </button>
        </div>
      )}
    </div>
  )
}
