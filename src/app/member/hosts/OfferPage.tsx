import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { OfferedRoom } from '../../../contract/hosts.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { forgetInvitation } from '../parts/invitation.ts'
import { LinkPage, SignInAsSomeoneElse } from '../parts/LinkPage.tsx'
import { useNotify } from '../parts/notify.tsx'
import { ProblemNotice } from '../parts/problems.tsx'
import { useSessionState } from '../parts/session-state.ts'
import { OfferWords } from './OfferWords.tsx'

/** The link that a room's manager sent: whoever opens it signs in, and becomes co-host or takes the room over. */
export function OfferPage() {
  const { client } = useMember()
  return (
    <LinkPage
      area="hosts"
      query={(secret) => client.query('offers.open', { body: { secret, accept: false } })}
    >
      {(offer, secret) =>
        offer.state === 'mine' ? <Mine offer={offer} /> : <Question secret={secret} offer={offer} />
      }
    </LinkPage>
  )
}

function Question({ secret, offer }: { secret: string; offer: OfferedRoom }) {
  const { t } = useTranslation('hosts')
  const { client } = useMember()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const notify = useNotify()
  const state = useSessionState()
  const name = state.status === 'signed_in' ? state.name : null
  const accept = useMutation({
    mutationFn: () => client.call('offers.open', { body: { secret, accept: true } }),
    onSuccess: async ({ room }) => {
      // Queries that were refused before are asked anew.
      await queries.resetQueries({ type: 'inactive' })
      notify({ kind: 'good', text: t(`accepted_${offer.kind}`, { room: room.name }) })
      await navigate(paths.room(room.address), { replace: true })
      forgetInvitation()
    },
  })
  return (
    <>
      <div className="lead">
        {name !== null && <p>{t('accept_you', { name })}</p>}
        <OfferWords offer={offer} />
      </div>
      {accept.error && <ProblemNotice title={t('accept_failed')} problem={accept.error} />}
      <div className="actions">
        <Button kind="primary" busy={accept.isPending} onClick={() => accept.mutate()}>
          {t(accept.isPending ? 'accepting' : 'accept')}
        </Button>
        <SignInAsSomeoneElse label={t('accept_other')} />
      </div>
    </>
  )
}

function Mine({ offer: { kind, room } }: { offer: OfferedRoom }) {
  const { t } = useTranslation('hosts')
  return (
    <>
      <p className="lead">{t(`accept_mine_${kind}`, { room: room.name })}</p>
      <div className="actions">
        <Link className="button button-primary" to={paths.room(room.address)}>
          {t('accept_room')}
        </Link>
      </div>
    </>
  )
}
