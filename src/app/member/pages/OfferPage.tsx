import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate } from 'react-router'
import type { OfferedRoom } from '../../../contract/hosts.ts'
import { ClientProblem } from '../../client.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { useMember } from '../context.tsx'
import { OfferWords } from '../hosts/OfferWords.tsx'
import { forgetInvitation, useInvitation } from '../invitation.ts'
import { useNotify } from '../notify.tsx'
import { Page } from '../Page.tsx'
import { ProblemNotice } from '../problems.tsx'
import { useSessionState } from '../session-state.ts'
import { useSignOut } from '../sign-out.ts'

/** The link that a room's manager sent: whoever opens it signs in, and becomes co-host or takes the room over. */
export function OfferPage() {
  const secret = useInvitation()
  const { status } = useSessionState()
  if (secret === null) return <Incomplete />
  return status === 'signed_in' ? <Offer secret={secret} /> : <SignInFirst />
}

function Incomplete() {
  const { t } = useTranslation('hosts')
  return (
    <Page title={t('accept_incomplete_title')}>
      <div className="stack">
        <p>{t('accept_incomplete')}</p>
        <div className="actions">
          <LinkButton href={paths.home}>{t('accept_home')}</LinkButton>
        </div>
      </div>
    </Page>
  )
}

function SignInFirst() {
  const { t } = useTranslation('hosts')
  const { pathname } = useLocation()
  return (
    <Page title={t('accept_title')}>
      <div className="stack">
        <p>{t('accept_signed_out')}</p>
        <div className="actions">
          <Link className="button button-primary" to={paths.signIn(pathname)}>
            {t('accept_sign_in')}
          </Link>
        </div>
      </div>
    </Page>
  )
}

/** What the link offers, as the proxy knows it. */
function Offer({ secret }: { secret: string }) {
  const { t } = useTranslation('hosts')
  const { client } = useMember()
  const { data, error, isFetching, refetch } = useQuery(
    client.query('offers.open', { body: { secret, accept: false } }),
  )
  const isFinal = error instanceof ClientProblem && (error.status ?? 500) < 500
  return (
    <Page title={t('accept_title')}>
      <div className="stack">
        {data && (data.state === 'mine' ? <Mine offer={data} /> : <Question secret={secret} offer={data} />)}
        {!data && error && (
          <>
            <ProblemNotice
              problem={error}
              {...(isFinal ? {} : { onRetry: () => void refetch(), isRetrying: isFetching })}
            />
            <div className="actions">
              <SignInAsSomeoneElse />
              <LinkButton href={paths.home}>{t('accept_home')}</LinkButton>
            </div>
          </>
        )}
        {!data && !error && <p role="status">{t('accept_loading')}</p>}
      </div>
    </Page>
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
      // What was refused before is asked anew.
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
        <SignInAsSomeoneElse />
      </div>
    </>
  )
}

/** The sign-out ends at `/signed-out`, which leads back here. */
function SignInAsSomeoneElse() {
  const { t } = useTranslation('hosts')
  const { signOut, isBusy } = useSignOut()
  return (
    <Button busy={isBusy} onClick={signOut}>
      {t('accept_other')}
    </Button>
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
