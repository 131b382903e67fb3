import { useTranslation } from 'react-i18next'
import type { RoomOffer } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { formatDate } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'
import { LinkPanel } from '../parts/LinkPanel.tsx'

interface OfferLinkPanelProps {
  room: Room
  offer: RoomOffer
  link: string
  onDone: () => void
}

/** The link of an offer, for the person to whom it is made. */
export function OfferLinkPanel({ room, offer, link, onDone }: OfferLinkPanelProps) {
  const { t } = useTranslation('hosts')
  const { config, language } = useMember()
  const date = formatDate(offer.until, language)
  const values = { room: room.name, link, date }
  const hasEmail = offer.to.includes('@')
  const first = t(`link_first_${offer.kind}`, { date })
  // An e-mail leads nowhere by itself where nobody vouches for e-mails.
  const waits = !hasEmail ? [t('link_page_member')] : config.emailsVouched ? [t('link_page')] : []
  return (
    <LinkPanel
      title={t('link_title', { to: offer.to })}
      level={2}
      link={link}
      note={[first, ...waits].join(' ')}
      letter={{
        to: hasEmail ? offer.to : '',
        subject: t(`letter_${offer.kind}_subject`, values),
        text: t(`letter_${offer.kind}_body`, values),
      }}
      onDone={onDone}
    />
  )
}
