import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { Button } from './Button.tsx'
import './toast.css'

export interface ToastMessage {
  kind: 'good' | 'bad'
  text: string
  /** An action at once, such as undoing. */
  action?: { label: string; run: () => void }
}

interface ToastProps {
  message: ToastMessage | null
  closeLabel: string
  onClose: () => void
  /** Somebody points at it, or has the focus in it: it must not go now. */
  onHold: (isHeld: boolean) => void
}

/** A sentence at the foot of the window. Its region is always there, so that screen readers say what comes. */
export function Toast({ message, closeLabel, onClose, onHold }: ToastProps) {
  return (
    <div className="toast-region" role="status" aria-live={message?.kind === 'bad' ? 'assertive' : 'polite'}>
      {message && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only learns that it is being read
        <div
          className={`toast toast-${message.kind}`}
          onMouseEnter={() => onHold(true)}
          onMouseLeave={() => onHold(false)}
          onFocus={() => onHold(true)}
          onBlur={() => onHold(false)}
        >
          {message.kind === 'good' ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
          <p>{message.text}</p>
          {message.action && <ToastAction action={message.action} onDone={onClose} />}
          <button type="button" className="toast-close" aria-label={closeLabel} onClick={onClose}>
            <X aria-hidden />
          </button>
        </div>
      )}
    </div>
  )
}

function ToastAction({
  action,
  onDone,
}: {
  action: NonNullable<ToastMessage['action']>
  onDone: () => void
}) {
  return (
    <Button
      kind="quiet"
      onClick={() => {
        onDone()
        action.run()
      }}
    >
      {action.label}
    </Button>
  )
}
