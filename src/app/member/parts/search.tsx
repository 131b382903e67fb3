import { Search } from 'lucide-react'
import { useId } from 'react'

/** From how many on a search is offered. */
export const manyFrom = 6

interface SearchBoxProps {
  label: string
  value: string
  /** The result in words. */
  outcome: string
  onChange: (text: string) => void
}

/** Narrows a list while one types; says what it found. */
export function SearchBox({ label, value, outcome, onChange }: SearchBoxProps) {
  const id = useId()
  return (
    <search className="search-box">
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <Search aria-hidden />
      <input
        id={id}
        type="search"
        className="input"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className={value === '' ? 'visually-hidden' : 'quiet'} role="status">
        {value === '' ? '' : outcome}
      </p>
    </search>
  )
}
