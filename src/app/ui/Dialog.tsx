import { X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import './dialog.css'

interface DialogProps {
  title: string
  closeLabel: string
  /** `question` asks before something is done that is hard to take back. */
  kind?: 'form' | 'question'
  onClose: () => void
  children: ReactNode
}

/**
 * A window above the page, open as long as it is rendered: takes the focus, keeps it, gives it back; Escape closes it.
 */
export function Dialog({ title, closeLabel, kind = 'form', onClose, children }: DialogProps) {
  useFocusReturn()
  return (
    <ModalOverlay
      className="dialog-veil"
      isOpen
      isDismissable={kind === 'question'}
      onOpenChange={(open) => open || onClose()}
    >
      <Modal className="dialog-frame">
        <AriaDialog className="dialog" role={kind === 'question' ? 'alertdialog' : 'dialog'}>
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <button type="button" className="dialog-close" aria-label={closeLabel} onClick={onClose}>
              <X aria-hidden />
            </button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/**
 * react-aria gives the focus back one frame after the dialog is gone, when the page behind it may still be inert,
 * because React runs that clean-up later. Then nobody has the focus, and it is given back once more.
 */
function useFocusReturn(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus()
      })
    },
    [opener],
  )
}
