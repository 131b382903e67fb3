import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { DecisionStep, Me } from '../../contract/me.ts'
import { localText } from '../parts/format.ts'
import { paths } from '../paths.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { useMember } from './context.tsx'
import { Values } from './DecisionSteps.tsx'
import { Page } from './Page.tsx'
import { ProblemNotice } from './problems.tsx'
import { Reading, useReading } from './reading.tsx'
import { useSignOut } from './sign-out.ts'

/** Signed in, in no organisation: what was received and expected, who can change it, what works all the same. */
export function Refused() {
  const { t } = useTranslation('account')
  const me = useReading('me.get', {})
  return (
    <Page title={t('refused_title')}>
      <Reading query={me} loading={t('loading')}>
        {(known) => (
          <div className="page-sections">
            <Why me={known} />
            <div className="half-grid">
              <WhoCanChange me={known} />
              <AsGuest />
            </div>
            <Comparison steps={known.decision.steps} />
          </div>
        )}
      </Reading>
    </Page>
  )
}

function Why({ me }: { me: Me }) {
  const { t } = useTranslation('account')
  const { config, language } = useMember()
  const issuer = config.issuers.find(({ id }) => id === me.issuer)
  // A list without a group says no more than no list at all.
  const namesGroups = me.decision.steps.some(
    ({ step, received }) => step === 'organisation' && received.length > 0,
  )
  return (
    <section className="stack">
      <p className="lead">{t(namesGroups ? 'refused_group_no_match' : 'refused_groups_missing')}</p>
      <p className="quiet">
        {t('refused_you', { name: me.name, issuer: issuer ? localText(issuer.label, language) : me.issuer })}
      </p>
      <TryAgain />
    </section>
  )
}

/** A new group is in the token at the next renewal: nobody needs to sign in again for it. */
function TryAgain() {
  const { t } = useTranslation('account')
  const { client } = useMember()
  const queries = useQueryClient()
  const signOut = useSignOut()
  const tryAgain = useMutation({
    mutationFn: async () => {
      await client.renew()
      return await client.call('me.get', {})
    },
    onSuccess: async (me) => {
      queries.setQueryData(client.query('me.get', {}).queryKey, me)
      if (me.decision.allowed) await queries.resetQueries({ predicate: ({ state }) => state.error !== null })
    },
  })
  return (
    <>
      <div className="actions">
        <Button kind="primary" busy={tryAgain.isPending} onClick={() => tryAgain.mutate()}>
          {t('refused_again')}
        </Button>
        <Button busy={signOut.isBusy} onClick={signOut.signOut}>
          {t('refused_other')}
        </Button>
      </div>
      {tryAgain.error && <ProblemNotice problem={tryAgain.error} />}
      <p className="quiet" role="status">
        {tryAgain.data?.decision.allowed === false ? t('refused_still') : t('refused_again_hint')}
      </p>
    </>
  )
}

function AsGuest() {
  const { t } = useTranslation('account')
  const { room } = useParams()
  return (
    <section className="card">
      <h2>{t('refused_now')}</h2>
      <p>{t('refused_guest')}</p>
      {room === undefined ? (
        <form className="stack" method="get" action={paths.go}>
          <Field label={t('refused_link')} name="link" required autoComplete="off" />
          <div className="actions">
            <Button type="submit">{t('refused_link_action')}</Button>
          </div>
        </form>
      ) : (
        <div className="actions">
          <LinkButton href={paths.roomAsGuest(room)}>{t('refused_guest_action')}</LinkButton>
        </div>
      )}
    </section>
  )
}

/** What came and what would have been needed, below each other: a capital or a slash is seen at once. */
function Comparison({ steps }: { steps: readonly DecisionStep[] }) {
  const { t } = useTranslation('account')
  const { language } = useMember()
  const received = receivedBy(steps)
  return (
    <section className="card">
      <h2>{t('refused_compared')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('refused_received_groups')}</dt>
          <dd>{received.length > 0 ? <Values values={received} /> : t('refused_received_none')}</dd>
        </div>
        {steps.map(
          ({ organisation, expected }) =>
            organisation && (
              <div key={organisation.id}>
                <dt>
                  {t('refused_expects', {
                    count: expected.length,
                    organisation: localText(organisation.name, language),
                  })}
                </dt>
                <dd>
                  <Values values={expected} />
                </dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}

/** What the organisations' rules looked at. */
function receivedBy(steps: readonly DecisionStep[]): string[] {
  return [...new Set(steps.flatMap(({ organisation, received }) => (organisation ? received : [])))]
}

function WhoCanChange({ me }: { me: Me }) {
  const { t } = useTranslation('account')
  const { config } = useMember()
  const { email } = config.support
  const { ref, steps } = me.decision
  const received = receivedBy(steps).join(', ') || t('refused_received_none')
  const subject = t('refused_write_subject', { ref })
  const body = t('refused_write_body', { name: me.name, ref, received })
  return (
    <section className="card">
      <h2>{t('refused_fix')}</h2>
      <p>{t('refused_fix_text')}</p>
      <p className="reference">{t('ref', { ref })}</p>
      {email !== null && (
        <div className="actions">
          <LinkButton
            href={`mailto:${email}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`}
          >
            {t('refused_write')}
          </LinkButton>
        </div>
      )}
    </section>
  )
}
