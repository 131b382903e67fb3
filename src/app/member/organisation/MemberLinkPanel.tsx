import { Mail } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MemberLink, Organisation } from '../../../contract/organisations.ts'
import { formatDate, localText } from '../../parts/format.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useMember } from '../context.tsx'
import { useNotify } from '../notify.tsx'

interface MemberLinkPanelProps {
  organisation: Organisation
  link: MemberLink
  onDone: () => void
}

/** The link for one person, to copy or to send: it is shown this once. Its heading takes the focus. */
export function MemberLinkPanel({ organisation, link: { member, link }, onDone }: MemberLinkPanelProps) {
  const { t } = useTranslation(['organisations', 'member'])
  const { config, language } = useMember()
  const notify = useNotify()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const date = formatDate(member.linkUntil ?? 0, language)
  const letter = {
    organisation: localText(organisation.name, language),
    brand: localText(config.brand.name, language),
    link,
    date,
  }
  return (
    <section className="card member-link" aria-labelledby="member-link">
      <h3 id="member-link" ref={heading} tabIndex={-1}>
        {t('link_title', { email: member.email })}
      </h3>
      <p>{t('link_once')}</p>
      <code>{link}</code>
      <p className="quiet">{t('link_first', { date })}</p>
      <div className="actions">
        <CopyButton
          kind="primary"
          text={link}
          label={t('link_copy')}
          doneLabel={t('link_copied')}
          onFail={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
        />
        <LinkButton href={mailto(member.email, t('letter_subject', letter), t('letter_body', letter))}>
          <Mail aria-hidden />
          {t('link_send')}
        </LinkButton>
        <Button onClick={onDone}>{t('link_done')}</Button>
      </div>
    </section>
  )
}

/** Lines end with CRLF in a mailto address (RFC 6068 §5); the address may not begin its fields. */
function mailto(email: string, subject: string, text: string): string {
  const body = text.replaceAll(/\r?\n/g, '\r\n')
  const to = encodeURIComponent(email).replace('%40', '@')
  return `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}
