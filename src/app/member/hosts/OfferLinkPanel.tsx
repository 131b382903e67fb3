import { useTranslation } from 'react-i18next'
import type { RoomOffer } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { formatDate } from '../../parts/format.ts'
import { useMember } from '../context.tsx'
import { LinkPanel } from '../LinkPanel.tsx'

interface OfferLinkPanelProps {
  room: Room
  offer: RoomOffer
  link: string
  onDone: () => void
}

/** The link of an offer, for the person to whom it is made. */
export function OfferLinkPanel({ room, offer, link, onDone }: OfferLinkPanelProps) {
  const { t } = useTranslation('hosts')
  const { language } = useMember()
  const date = formatDate(offer.until, language)
  const values = { room: room.name, link, date }
  const hasEmail = offer.to.includes('@')
  return (
    <LinkPanel
      title={t('link_title', { to: offer.to })}
      level={2}
      link={link}
      note={`${t(`link_first_${offer.kind}`, { date })} ${t(hasEmail ? 'link_page' : 'link_page_member')}`}
      letter={{
        to: hasEmail ? offer.to : '',
        subject: t(`letter_${offer.kind}_subject`, values),
        text: t(`letter_${offer.kind}_body`, values),
      }}
      onDone={onDone}
    />
  )
}
