import { type ReactNode, startTransition, useId, useOptimistic } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import './switch.css'

interface SwitchProps {
  label: string
  hint: ReactNode
  isOn: boolean
  isLocked?: boolean
  /** Settles when the change is kept, or is not. */
  onChange: (isOn: boolean) => Promise<unknown>
}

/** A setting that is on or off, saved as soon as it is switched, which shows at once. */
export function Switch({ label, hint, isOn, isLocked = false, onChange }: SwitchProps) {
  const hintId = useId()
  const [shown, show] = useOptimistic(isOn)
  const change = (wanted: boolean) =>
    startTransition(async () => {
      show(wanted)
      await onChange(wanted)
    })
  return (
    <div className="switch-row">
      <AriaSwitch
        className="switch"
        isSelected={shown}
        isDisabled={isLocked}
        onChange={change}
        aria-describedby={hintId}
      >
        <span className="switch-label">{label}</span>
        <span className="switch-track" aria-hidden>
          <span className="switch-thumb" />
        </span>
      </AriaSwitch>
      <p className="hint" id={hintId}>
        {hint}
      </p>
    </div>
  )
}
