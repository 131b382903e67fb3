import { type ReactNode, useId } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import './switch.css'

interface SwitchProps {
  label: string
  hint: ReactNode
  isOn: boolean
  isLocked?: boolean
  onChange: (isOn: boolean) => void
}

/** A setting that is on or off, saved as soon as it is switched. */
export function Switch({ label, hint, isOn, isLocked = false, onChange }: SwitchProps) {
  const hintId = useId()
  return (
    <div className="switch-row">
      <AriaSwitch
        className="switch"
        isSelected={isOn}
        isDisabled={isLocked}
        onChange={onChange}
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
