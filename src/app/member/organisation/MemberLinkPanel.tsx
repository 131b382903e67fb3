import { Mail } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MemberLink, Organisation } from '../../../contract/organisations.ts'
import { formatDate, localText } from '../../parts/format.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useMember } from '../context.tsx'
import { mailto } from '../mailto.ts'
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
        <LinkButton
          href={mailto(member.email, {
            subject: t('letter_subject', letter),
            text: t('letter_body', letter),
          })}
        >
          <Mail aria-hidden />
          {t('link_send')}
        </LinkButton>
        <Button onClick={onDone}>{t('link_done')}</Button>
      </div>
    </section>
  )
}
