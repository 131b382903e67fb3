import { useTranslation } from 'react-i18next'
import type { OfferedRoom } from '../../../contract/hosts.ts'
import { formatDate, localText } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'

/** An offer in words: who, what, until when. */
export function OfferWords({ offer: { kind, by, room, organisation, until } }: { offer: OfferedRoom }) {
  const { t } = useTranslation('hosts')
  const { language } = useMember()
  return (
    <>
      <p>{t(`offered_${kind}`, { by, room: room.name })}</p>
      <p className="quiet">
        {kind === 'transfer' &&
          `${t('offered_organisation', { organisation: localText(organisation, language) })} `}
        {t('offered_until', { date: formatDate(until, language) })}
      </p>
    </>
  )
}
