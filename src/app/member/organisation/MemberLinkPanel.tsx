import { useTranslation } from 'react-i18next'
import type { MemberLink, Organisation } from '../../../contract/organisations.ts'
import { formatDate, localText } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'
import { LinkPanel } from '../parts/LinkPanel.tsx'

interface MemberLinkPanelProps {
  organisation: Organisation
  link: MemberLink
  onDone: () => void
}

/** The link of an invitation, for the person who is in the list. */
export function MemberLinkPanel({ organisation, link: { member, link }, onDone }: MemberLinkPanelProps) {
  const { t } = useTranslation('organisations')
  const { config, language } = useMember()
  const date = formatDate(member.linkUntil ?? 0, language)
  const values = {
    organisation: localText(organisation.name, language),
    brand: localText(config.brand.name, language),
    link,
    date,
  }
  return (
    <LinkPanel
      title={t('link_title', { email: member.email })}
      level={3}
      link={link}
      note={t('link_first', { date })}
      letter={{
        to: member.email,
        subject: t('letter_subject', values),
        text: t('letter_body', values),
      }}
      onDone={onDone}
    />
  )
}
