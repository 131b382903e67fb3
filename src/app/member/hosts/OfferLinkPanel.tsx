import { Mail } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomOffer } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { formatDate } from '../../parts/format.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useMember } from '../context.tsx'
import { mailto } from '../mailto.ts'
import { useNotify } from '../notify.tsx'
import './hosts.css'

interface OfferLinkPanelProps {
  room: Room
  offer: RoomOffer
  link: string
  onDone: () => void
}

/** The link for one person, to copy or to send: it is shown this once. Its heading takes the focus. */
export function OfferLinkPanel({ room, offer, link, onDone }: OfferLinkPanelProps) {
  const { t } = useTranslation(['hosts', 'member'])
  const { language } = useMember()
  const notify = useNotify()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const date = formatDate(offer.until, language)
  const letter = { room: room.name, link, date }
  const hasEmail = offer.to.includes('@')
  return (
    <section className="card offer-link" aria-labelledby="offer-link">
      <h2 id="offer-link" ref={heading} tabIndex={-1}>
        {t('link_title', { to: offer.to })}
      </h2>
      <p>{t('link_once')}</p>
      <code>{link}</code>
      <p className="quiet">
        {t(`link_first_${offer.kind}`, { date })} {t(hasEmail ? 'link_page' : 'link_page_member')}
      </p>
      <div className="actions">
        <CopyButton
          kind="tinted"
          text={link}
          label={t('link_copy')}
          doneLabel={t('link_copied')}
          onFail={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
        />
        <LinkButton
          href={mailto(hasEmail ? offer.to : '', {
            subject: t(`letter_${offer.kind}_subject`, letter),
            text: t(`letter_${offer.kind}_body`, letter),
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
