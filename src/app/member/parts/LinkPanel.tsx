import { Mail } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { mailto } from './mailto.ts'
import { useNotify } from './notify.tsx'

interface LinkPanelProps {
  title: string
  level: 2 | 3
  link: string
  /** A sentence about who may use it, and until when. */
  note: string
  /** `to` may be empty: then the writer fills it in. */
  letter: { to: string; subject: string; text: string }
  onDone: () => void
}

/** A link for one person, to copy or to send: it is shown this once. Its heading takes the focus. */
export function LinkPanel({ title, level, link, note, letter, onDone }: LinkPanelProps) {
  const { t } = useTranslation('member')
  const notify = useNotify()
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="card link-panel" aria-labelledby={id}>
      <Heading id={id} ref={heading} tabIndex={-1}>
        {title}
      </Heading>
      <p>{t('link_once')}</p>
      <code>{link}</code>
      <p className="quiet">{note}</p>
      <div className="actions">
        <CopyButton
          kind="tinted"
          text={link}
          label={t('link_copy')}
          doneLabel={t('link_copied')}
          onFail={() => notify({ kind: 'bad', text: t('copy_failed') })}
        />
        <LinkButton href={mailto(letter.to, { subject: letter.subject, text: letter.text })}>
          <Mail aria-hidden />
          {t('link_send')}
        </LinkButton>
        <Button onClick={onDone}>{t('link_done')}</Button>
      </div>
    </section>
  )
}
