import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link2, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { HostsAnswer, RoomOffer } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { formatDate } from '../../parts/format.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'

interface OpenOffersProps {
  room: Room
  offers: readonly RoomOffer[]
  onRenewed: (answer: HostsAnswer) => void
  onWithdrawn: (offer: RoomOffer) => void
}

/** Open offers: a new link for each, or a withdrawal. */
export function OpenOffers({ offers, ...rest }: OpenOffersProps) {
  const { t } = useTranslation('hosts')
  return (
    <section className="stack">
      <h2>{t('waiting_title')}</h2>
      <ul className="plain-list row-list">
        {offers.map((offer) => (
          <li key={offer.id} className="row">
            <OpenOffer offer={offer} {...rest} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function OpenOffer({ offer, ...rest }: Omit<OpenOffersProps, 'offers'> & { offer: RoomOffer }) {
  const { t } = useTranslation('hosts')
  const { language } = useMember()
  const { renew, withdraw } = useOfferChanges(offer, rest)
  const { to, kind, made, until } = offer
  return (
    <>
      <div className="host-words">
        <p className="row-title">{to}</p>
        <p className="quiet">
          {t(`offer_${kind}`, {
            by: made.by ?? '',
            date: formatDate(made.at, language),
            until: formatDate(until, language),
          })}
        </p>
      </div>
      <div className="actions">
        <Button busy={renew.isPending} aria-label={t('renew_of', { to })} onClick={() => renew.mutate()}>
          <Link2 aria-hidden />
          {t('renew')}
        </Button>
        <Button
          busy={withdraw.isPending}
          aria-label={t('withdraw_of', { to })}
          onClick={() => withdraw.mutate()}
        >
          <Undo2 aria-hidden />
          {t('withdraw')}
        </Button>
      </div>
    </>
  )
}

function useOfferChanges(
  offer: RoomOffer,
  { room, onRenewed, onWithdrawn }: Omit<OpenOffersProps, 'offers'>,
) {
  const { t } = useTranslation('hosts')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const path = { room: room.address, offer: offer.id }
  const { to } = offer
  const failed = (words: string) => (problem: unknown) =>
    notify({ kind: 'bad', text: `${words} ${problemText(problem)}` })
  const renew = useMutation({
    mutationFn: () => client.call('offers.link', { path }),
    onSuccess: onRenewed,
    onError: failed(t('renew_failed', { to })),
  })
  const withdraw = useMutation({
    mutationFn: () => client.call('offers.withdraw', { path }),
    onSuccess: async () => {
      onWithdrawn(offer)
      notify({ kind: 'good', text: t('withdrawn', { to }) })
      const { queryKey } = client.query('hosts.get', { path: { room: room.address } })
      await queries.invalidateQueries({ queryKey })
    },
    onError: failed(t('withdraw_failed', { to })),
  })
  return { renew, withdraw }
}
