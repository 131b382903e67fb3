import { useId } from 'react'
import './choice.css'

interface ChoiceProps<Value extends string> {
  /** What is chosen. */
  legend: string
  /** More than the legend, for those who do not see what stands around. */
  accessibleLegend?: string
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ legend, options, value, ...rest }: ChoiceProps<Value>) {
  const name = useId()
  return (
    <fieldset className="choice" aria-label={rest.accessibleLegend}>
      <legend>{legend}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <label key={option.value} className="choice-option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => rest.onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
