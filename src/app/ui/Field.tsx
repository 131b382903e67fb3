import { CircleAlert } from 'lucide-react'
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import './field.css'

interface FieldNotes {
  hint?: ReactNode
  /** The problem with the value; null or left out: none. */
  error?: string | null | undefined
}

interface FieldProps extends FieldNotes, Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'prefix'> {
  label: string
  /** Stands before what is typed and belongs to it. */
  prefix?: string
  ref?: Ref<HTMLInputElement>
}

/** One line to fill in, with its label above, and its error and its hint below. */
export function Field({ label, hint, error, prefix, ...input }: FieldProps) {
  const id = useId()
  const field = <input {...input} {...described(id, { hint, error })} id={id} className="input" />
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {prefix ? (
        <div className="input-group">
          <span className="input-prefix">{prefix}</span>
          {field}
        </div>
      ) : (
        field
      )}
      <Notes id={id} hint={hint} error={error} />
    </div>
  )
}

interface TextAreaProps extends FieldNotes, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'> {
  label: string
}

/** Several lines to fill in. */
export function TextArea({ label, hint, error, ...input }: TextAreaProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea {...input} {...described(id, { hint, error })} id={id} className="input" />
      <Notes id={id} hint={hint} error={error} />
    </div>
  )
}

interface SelectProps extends FieldNotes, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> {
  label: string
}

/** One of several, in the browser's own list. */
export function Select({ label, hint, error, ...select }: SelectProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select {...select} {...described(id, { hint, error })} id={id} className="input" />
      <Notes id={id} hint={hint} error={error} />
    </div>
  )
}

interface CheckFieldProps extends FieldNotes, Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'type'> {
  label: string
  ref?: Ref<HTMLInputElement>
}

/** Something to agree to. */
export function CheckField({ label, hint, error, ...input }: CheckFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="check">
        <input {...input} {...described(id, { hint, error })} type="checkbox" />
        <span>{label}</span>
      </label>
      <Notes id={id} hint={hint} error={error} />
    </div>
  )
}

function Notes({ id, hint, error }: FieldNotes & { id: string }) {
  return (
    <>
      {error && (
        <p className="field-error" id={`${id}-error`}>
          <CircleAlert aria-hidden />
          {error}
        </p>
      )}
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </>
  )
}

function described(id: string, { hint, error }: FieldNotes) {
  const notes = [error ? `${id}-error` : null, hint ? `${id}-hint` : null].filter((note) => note !== null)
  return {
    'aria-invalid': error ? true : undefined,
    'aria-describedby': notes.length > 0 ? notes.join(' ') : undefined,
  }
}
