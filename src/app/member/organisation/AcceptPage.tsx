import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import type { AcceptAnswer } from '../../../contract/organisations.ts'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { forgetInvitation } from '../parts/invitation.ts'
import { LinkPage, SignInAsSomeoneElse } from '../parts/LinkPage.tsx'
import { useNotify } from '../parts/notify.tsx'
import { ProblemNotice } from '../parts/problems.tsx'
import { useSessionState } from '../parts/session-state.ts'

/** The link that an organisation's administrator sent: whoever opens it signs in, and accepts. */
export function AcceptPage() {
  const { client } = useMember()
  const { id: organisation = '' } = useParams()
  return (
    <LinkPage
      area="organisations"
      query={(secret) => client.query('organisations.accept', inputOf({ organisation, secret }, false))}
    >
      {(offer, secret) =>
        offer.state === 'mine' ? (
          <Mine offer={offer} />
        ) : (
          <Question invitation={{ organisation, secret }} offer={offer} />
        )
      }
    </LinkPage>
  )
}

interface Invitation {
  organisation: string
  secret: string
}

function inputOf({ organisation, secret }: Invitation, accept: boolean) {
  return { path: { id: organisation }, body: { secret, accept } }
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
      // Queries that were refused before are asked anew.
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
        <SignInAsSomeoneElse label={t('accept_other')} />
      </div>
    </>
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
