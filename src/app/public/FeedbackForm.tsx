import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Afterwards, Face } from '../../contract/feedback.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import { ClientProblem } from '../client.ts'
import { faces } from '../parts/faces.ts'
import { paths } from '../paths.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useBrowser } from './browser.tsx'
import './feedback.css'

/** The field that gets the focus. */
const fieldOf = { face_required: 'face', sentence_too_long: 'sentence', name_invalid: 'name' } as const

interface FeedbackFormProps {
  room: string
  after: Afterwards
}

/** How it was: one of three faces, and what else one likes to say. It posts by itself where no script runs. */
export function FeedbackForm({ room, after }: FeedbackFormProps) {
  const { t } = useTranslation(['feedback', 'public', 'problems'])
  const form = useRef<HTMLFormElement>(null)
  const { send, isBusy, isSent, error, problem } = useFeedback(room, after)
  const faceError = error === 'face_required' ? t('face_required') : null

  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>(`[name="${fieldOf[error]}"]`)?.focus()
  }, [error])

  if (isSent) return <Notice kind="good" title={t('sent')} role="status" />

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    send(typed.get('face'), String(typed.get('sentence')), String(typed.get('name')))
  }

  return (
    <form
      ref={form}
      className="stack"
      method="post"
      action={paths.feedback(room)}
      noValidate
      onSubmit={submit}
    >
      <Faces error={faceError} />
      <Field
        label={t('sentence')}
        name="sentence"
        autoComplete="off"
        maxLength={500}
        defaultValue={after.typed.sentence}
        hint={t('sentence_hint')}
        error={error === 'sentence_too_long' ? t('sentence_too_long') : null}
      />
      <Field
        label={t('name')}
        name="name"
        autoComplete="off"
        spellCheck={false}
        defaultValue={after.typed.name}
        hint={t('name_hint')}
        error={error === 'name_invalid' ? t('name_invalid') : null}
      />
      {problem && (
        <Notice kind="bad" title={t('failed')} role="alert">
          <p>{problem === 'no_answer' ? t('public:no_answer') : t(`problems:${problem}`)}</p>
        </Notice>
      )}
      <div className="actions">
        <Button type="submit" busy={isBusy}>
          {isBusy ? t('sending') : t('send')}
        </Button>
      </div>
    </form>
  )
}

function Faces({ error }: { error: string | null }) {
  const { t } = useTranslation('feedback')
  const id = useId()
  return (
    <fieldset className="faces" aria-describedby={error ? id : undefined}>
      <legend>{t('title')}</legend>
      <div className="faces-row">
        {faces.map(({ face, icon: Icon }) => (
          <label key={face} className="face">
            <input type="radio" name="face" value={face} />
            <Icon aria-hidden />
            {t(`face_${face}`)}
          </label>
        ))}
      </div>
      {error && (
        <p className="field-error" id={id}>
          {error}
        </p>
      )}
    </fieldset>
  )
}

function useFeedback(room: string, after: Afterwards) {
  const browser = useBrowser()
  const [isBusy, setBusy] = useState(false)
  const [isSent, setSent] = useState(after.sent)
  const [error, setError] = useState(after.error)
  const [problem, setProblem] = useState<ProblemCode | 'no_answer' | null>(null)

  async function send(face: FormDataEntryValue | null, sentence: string, name: string) {
    setError(isFace(face) ? null : 'face_required')
    setProblem(null)
    if (!isFace(face)) return
    setBusy(true)
    try {
      await browser().client.call('feedback.give', { path: { room }, body: { face, sentence, name } })
      setSent(true)
    } catch (failure) {
      explain(failure)
    } finally {
      setBusy(false)
    }
  }

  function explain(failure: unknown) {
    if (!(failure instanceof ClientProblem)) throw failure
    if (failure.code === 'fields_invalid') {
      setError(failure.fields.sentence ? 'sentence_too_long' : 'name_invalid')
    } else if (failure.code === 'network' || failure.code === 'unreadable') setProblem('no_answer')
    else setProblem(failure.code)
  }

  return { send, isBusy, isSent, error, problem }
}

function isFace(value: FormDataEntryValue | null): value is Face {
  return faces.some(({ face }) => face === value)
}
