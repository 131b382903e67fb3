import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JoinInfo, RoomClosed } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import { RecordingNotice } from '../parts/RecordingNotice.tsx'
import { keepShownName, shownName } from '../parts/shown-name.ts'
import { paths } from '../paths.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { CheckField, Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useAwake } from './awake.ts'
import { useBrowser } from './browser.tsx'
import { dropDraft, forgetName, keepDraft, readDraft, rememberedName, rememberName } from './memory.ts'
import { type JoinError, type JoinProblem, useJoin } from './use-join.ts'
import { VisitorLine } from './VisitorLine.tsx'
import type { ViewOf } from './views.ts'

interface JoinFormProps {
  view: ViewOf<'join'>
  language: Language
  onWait: (ticket: string, name: string) => void
  onClosed: (closed: RoomClosed) => void
}

/** A name, the consent where the room may record, and the way in. It posts by itself where no script runs. */
export function JoinForm({ view, language, onWait, onClosed }: JoinFormProps) {
  const { t } = useTranslation(['public', 'problems'])
  const browser = useBrowser()
  const { join, left } = view
  const isHost = join.entry === 'host'
  const known = join.visitor?.kind === 'member' ? join.visitor.name : ''
  const name = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  const consent = useRef<HTMLInputElement>(null)
  const [isRemembered, setRemembered] = useState(false)
  const entry = useJoin({ room: join.room, language, written: view, onWait, onClosed })
  const nameError = isNameError(entry.error) ? t(entry.error) : null
  const codeError = isCodeError(entry.error) ? t(entry.error) : null
  const consentError = entry.error === 'consent_required' ? t(entry.error) : null

  // The fields are the browser's own: what was typed before the script came stays.
  useEffect(() => {
    if (!name.current) return
    if (name.current.value !== '' && name.current.value !== known) {
      // Nothing heard it being typed: it is kept from now on.
      keepDraft(browser().tab, { name: name.current.value, consent: consent.current?.checked ?? false })
      return
    }
    const draft = readDraft(browser().tab)
    const remembered = known === '' ? rememberedName(browser().device) : shownName(browser().device, known)
    name.current.value = draft?.name || remembered
    setRemembered(known === '' && remembered !== '' && name.current.value === remembered)
    if (consent.current && draft) consent.current.checked = draft.consent
  }, [browser, known])

  useEffect(() => {
    if (isNameError(entry.error)) name.current?.focus()
    if (isCodeError(entry.error)) code.current?.focus()
    if (entry.error === 'consent_required') consent.current?.focus()
  }, [entry.error])

  useAwake((restored) => restored && entry.reset())

  const problemText = ({ code: reason, values }: JoinProblem) =>
    reason === 'no_answer' ? t('no_answer') : t(`problems:${reason}`, values)
  const typed = () => ({ name: name.current?.value ?? '', consent: consent.current?.checked ?? false })

  function submit() {
    const { device } = browser()
    if (known === '') rememberName(device, typed().name.trim())
    else keepShownName(device, known, typed().name.trim())
    dropDraft(browser().tab)
    entry.submit({ ...typed(), accessCode: code.current?.value ?? '' }, join)
  }

  function forget() {
    forgetName(browser().device)
    dropDraft(browser().tab)
    setRemembered(false)
    if (name.current) name.current.value = ''
    name.current?.focus()
  }

  return (
    <>
      <VisitorLine join={join} />
      <form
        className="stack"
        method="post"
        action={paths.room(join.room)}
        noValidate
        onChange={() => keepDraft(browser().tab, typed())}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <input type="hidden" name="language" value={language} />
        {isHost && <input type="hidden" name="as" value="host" />}
        <Field
          ref={name}
          label={t('name')}
          name="name"
          autoComplete="name"
          autoCapitalize="words"
          spellCheck={false}
          enterKeyHint="go"
          defaultValue={view.name || known}
          error={nameError}
          hint={isRemembered ? <RememberedName onForget={forget} /> : t('name_hint')}
          onInput={() => setRemembered(false)}
        />
        {join.accessCodeNeeded && (
          <Field
            ref={code}
            label={t('code')}
            name="accessCode"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="go"
            maxLength={200}
            error={codeError}
            hint={t('code_hint')}
          />
        )}
        {join.recordingAllowed && !isHost && (
          <CheckField
            ref={consent}
            label={t('consent')}
            name="consent"
            value="yes"
            error={consentError}
            hint={t('consent_hint')}
          />
        )}
        {join.recordingAllowed && isHost && <RecordingNotice isOwner={false} />}
        {entry.problem && (
          <Notice kind="bad" title={t('join_failed')} role="alert">
            <p>{problemText(entry.problem)}</p>
          </Notice>
        )}
        <div className="actions">
          <Button type="submit" kind="primary" busy={entry.isBusy}>
            {entry.isBusy ? t('joining') : t(buttonLabel(join, left))}
          </Button>
          {join.recordingAllowed && !isHost && (
            <LinkButton href={paths.home}>{t('leave_instead')}</LinkButton>
          )}
        </div>
      </form>
    </>
  )
}

function RememberedName({ onForget }: { onForget: () => void }) {
  const { t } = useTranslation('public')
  return (
    <span className="remembered">
      {t('name_remembered')}
      <button type="button" className="link-button" onClick={onForget}>
        {t('name_forget')}
      </button>
    </span>
  )
}

function buttonLabel({ entry, state }: JoinInfo, left: boolean) {
  if (entry === 'host') return state === 'waiting' ? 'start_meeting' : 'join_as_host'
  if (state !== 'open') return 'join_wait'
  return left ? 'join_again' : 'join'
}

function isNameError(error: JoinError | null) {
  return error === 'name_required' || error === 'name_too_long' || error === 'name_characters'
}

function isCodeError(error: JoinError | null) {
  return error === 'code_required' || error === 'code_wrong'
}
