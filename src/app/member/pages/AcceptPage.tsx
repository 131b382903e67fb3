import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import type { AcceptAnswer } from '../../../contract/organisations.ts'
import { ClientProblem } from '../../client.ts'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { useMember } from '../context.tsx'
import { forgetInvitation, useInvitation } from '../invitation.ts'
import { useNotify } from '../notify.tsx'
import { Page } from '../Page.tsx'
import { ProblemNotice } from '../problems.tsx'
import { useSessionState } from '../session-state.ts'
import { useSignOut } from '../sign-out.ts'

/** The link that an organisation's administrator sent: whoever opens it signs in, and accepts. */
export function AcceptPage() {
  const { id: organisation = '' } = useParams()
  const secret = useInvitation()
  const { status } = useSessionState()
  if (secret === null) return <Incomplete />
  return status === 'signed_in' ? <Offer invitation={{ organisation, secret }} /> : <SignInFirst />
}

function Incomplete() {
  const { t } = useTranslation('organisations')
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

/** By the page that asks where, as there may be several places to sign in. */
function SignInFirst() {
  const { t } = useTranslation('organisations')
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

interface Invitation {
  organisation: string
  secret: string
}

function inputOf({ organisation, secret }: Invitation, accept: boolean) {
  return { path: { id: organisation }, body: { secret, accept } }
}

/** What the link offers, as the proxy knows it. */
function Offer({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation('organisations')
  const { client } = useMember()
  const { data, error, isFetching, refetch } = useQuery(
    client.query('organisations.accept', inputOf(invitation, false)),
  )
  return (
    <Page title={t('accept_title')}>
      <div className="stack">
        {data &&
          (data.state === 'mine' ? <Mine offer={data} /> : <Question invitation={invitation} offer={data} />)}
        {!data && error && (
          <>
            <ProblemNotice
              problem={error}
              {...(isFinal(error) ? {} : { onRetry: () => void refetch(), isRetrying: isFetching })}
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

/** Asked again, the proxy says the same: another link or another person is needed. */
function isFinal(error: Error): boolean {
  return (
    error instanceof ClientProblem &&
    (error.code === 'invitation_invalid' || error.code === 'invitation_taken')
  )
}

function Question({ invitation, offer }: { invitation: Invitation; offer: AcceptAnswer }) {
  const { t } = useTranslation('organisations')
  const { client, language } = useMember()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const notify = useNotify()
  const state = useSessionState()
  const name = state.status === 'signed_in' ? state.name : null
  const organisation = localText(offer.organisation.name, language)
  const accept = useMutation({
    mutationFn: () => client.call('organisations.accept', inputOf(invitation, true)),
    onSuccess: async () => {
      // What was refused before is asked anew.
      await queries.resetQueries({ type: 'inactive' })
      notify({ kind: 'good', text: t('accepted', { organisation }) })
      await navigate(paths.home, { replace: true })
      forgetInvitation()
    },
  })
  return (
    <>
      <p className="lead">
        {name !== null && t('accept_you', { name })} {t('accept_question', { organisation })}
      </p>
      <p className="quiet">{t('accept_for', { email: offer.email })}</p>
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
  const { t } = useTranslation('organisations')
  const { signOut, isBusy } = useSignOut()
  return (
    <Button busy={isBusy} onClick={signOut}>
      {t('accept_other')}
    </Button>
  )
}

function Mine({ offer }: { offer: AcceptAnswer }) {
  const { t } = useTranslation('organisations')
  const { language } = useMember()
  return (
    <>
      <p className="lead">
        {t('accept_mine', { organisation: localText(offer.organisation.name, language) })}
      </p>
      <div className="actions">
        <Link className="button button-primary" to={paths.home}>
          {t('accept_rooms')}
        </Link>
      </div>
    </>
  )
}
