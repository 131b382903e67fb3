import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config } from '../../contract/config.ts'
import { paths } from '../paths.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import type { ViewOf } from './views.ts'

interface JoinByLinkProps {
  config: Pick<Config, 'publicUrl'>
  /** A typed link that led nowhere, given back to be mended. */
  typed?: ViewOf<'home'>['typed']
  kind?: 'primary' | 'plain'
}

/**
 * One field for a pasted link or a room's code. The proxy reads it, so that it works without a script. Posted, because
 * a host link holds a secret, which must not stand in an address, in a browser's history or in a log.
 */
export function JoinByLink({ config, typed = null, kind = 'primary' }: JoinByLinkProps) {
  const { t } = useTranslation('public')
  const field = useRef<HTMLInputElement>(null)
  const [isEmpty, setEmpty] = useState(false)
  const host = new URL(config.publicUrl).host
  const why = isEmpty ? 'empty' : typed?.why

  function refuseEmpty(event: FormEvent) {
    const empty = field.current?.value.trim() === ''
    setEmpty(empty)
    if (!empty) return
    event.preventDefault()
    field.current?.focus()
  }

  return (
    <form className="stack" method="post" action={paths.go} onSubmit={refuseEmpty}>
      <Field
        ref={field}
        label={t('link_label')}
        name="link"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        inputMode="url"
        enterKeyHint="go"
        defaultValue={typed?.text}
        autoFocus={typed !== null}
        hint={t('link_hint', { host })}
        error={why && t(`link_${why}`, { host })}
      />
      <div className="actions">
        <Button type="submit" kind={kind}>
          {t('link_go')}
        </Button>
      </div>
    </form>
  )
}
