import type { AnchorHTMLAttributes, ButtonHTMLAttributes, MouseEvent } from 'react'
import './button.css'

/** One `primary` a page, where the eye lands. */
export type ButtonKind = 'primary' | 'tinted' | 'plain' | 'quiet' | 'danger'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind
  /** Its work is under way: a second click does nothing, and the focus stays. */
  busy?: boolean
}

/** @param type `button` where nothing else is said: it submits no form by accident */
export function Button({
  kind = 'plain',
  busy = false,
  type = 'button',
  className,
  onClick,
  ...rest
}: ButtonProps) {
  function click(event: MouseEvent<HTMLButtonElement>) {
    if (busy) event.preventDefault()
    else onClick?.(event)
  }

  return (
    <button
      {...rest}
      type={type}
      className={classNames(kind, className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={click}
    />
  )
}

interface LinkButtonProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  kind?: ButtonKind
}

/** A link to another document that looks like what it does: go on. */
export function LinkButton({ kind = 'plain', className, ...rest }: LinkButtonProps) {
  return <a {...rest} className={classNames(kind, className)} />
}

function classNames(kind: ButtonKind, more: string | undefined): string {
  return ['button', `button-${kind}`, more].filter(Boolean).join(' ')
}
