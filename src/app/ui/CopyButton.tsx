import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button, type ButtonKind } from './Button.tsx'

interface CopyButtonProps {
  kind?: ButtonKind
  text: string
  label: string
  /** Said in place of the label once the text is copied. */
  doneLabel: string
  /** The label for those who do not see what is beside the button. */
  accessibleLabel?: string
  onFail: () => void
}

/** Copies a text, and says so in its own place until the pointer or the focus has gone elsewhere. */
export function CopyButton({ kind = 'plain', text, label, doneLabel, ...rest }: CopyButtonProps) {
  const [isDone, setDone] = useState(false)

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setDone(true)
    } catch {
      rest.onFail()
    }
  }

  return (
    <>
      <Button
        kind={kind}
        onClick={copy}
        onBlur={() => setDone(false)}
        onPointerLeave={() => setDone(false)}
        aria-label={isDone ? undefined : rest.accessibleLabel}
      >
        {isDone ? <Check aria-hidden /> : <Copy aria-hidden />}
        {isDone ? doneLabel : label}
      </Button>
      <span className="visually-hidden" role="status">
        {isDone ? doneLabel : ''}
      </span>
    </>
  )
}
