import { startTransition, useId, useOptimistic } from 'react'
import './choice.css'

interface ChoiceProps<Value extends string> {
  /** The question that is answered. */
  legend: string
  /** More than the legend, for those who do not see what stands around. */
  accessibleLegend?: string
  options: readonly { value: Value; label: string }[]
  value: Value
  /** Settles when the choice is kept, or is not. */
  onChange: (value: Value) => Promise<void> | void
}

/** One of a few, all of them in sight. What was chosen shows at once, until it is known whether it is kept. */
export function Choice<Value extends string>({ legend, options, value, ...rest }: ChoiceProps<Value>) {
  const name = useId()
  const [shown, show] = useOptimistic(value)
  const choose = (chosen: Value) =>
    startTransition(async () => {
      show(chosen)
      await rest.onChange(chosen)
    })
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
              checked={option.value === shown}
              onChange={() => choose(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
