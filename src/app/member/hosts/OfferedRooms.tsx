import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OfferedRoom } from '../../../contract/hosts.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'
import { OfferWords } from './OfferWords.tsx'
import './hosts.css'

/** Rooms that others would like the reader to look after: they say yes or no. */
export function OfferedRooms({ offers }: { offers: readonly OfferedRoom[] }) {
  const { t } = useTranslation('hosts')
  return (
    <section className="offered-rooms" aria-labelledby="offered-rooms">
      <h2 id="offered-rooms">{t('offers_title')}</h2>
      {offers.map((offer) => (
        <Offered key={offer.id} offer={offer} />
      ))}
    </section>
  )
}

function Offered({ offer }: { offer: OfferedRoom }) {
  const { t } = useTranslation('hosts')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const room = offer.room.name
  const reply = useMutation({
    mutationFn: (accept: boolean) =>
      client.call('offers.reply', { path: { offer: offer.id }, body: { accept } }),
    onSuccess: async (_, accept) => {
      await queries.invalidateQueries({ queryKey: client.query('rooms.list', {}).queryKey })
      notify({ kind: 'good', text: accept ? t(`accepted_${offer.kind}`, { room }) : t('declined', { room }) })
    },
    onError: (problem) => notify({ kind: 'bad', text: `${t('reply_failed')} ${problemText(problem)}` }),
  })
  const isAccepting = reply.isPending && reply.variables
  return (
    <article className="card offered-room">
      <OfferWords offer={offer} />
      <div className="actions">
        <Button
          kind="tinted"
          busy={reply.isPending}
          aria-label={isAccepting ? undefined : t('accept_of', { room })}
          onClick={() => reply.mutate(true)}
        >
          {t(isAccepting ? 'accepting' : 'accept')}
        </Button>
        <Button
          busy={reply.isPending}
          aria-label={t('decline_of', { room })}
          onClick={() => reply.mutate(false)}
        >
          {t('decline')}
        </Button>
      </div>
    </article>
  )
}
