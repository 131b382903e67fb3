import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { DecisionStep, Fix, Me } from '../../../contract/me.ts'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { Page } from '../parts/Page.tsx'
import { ProblemNotice } from '../parts/problems.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { SupportMessage } from '../parts/SupportMessage.tsx'
import { useSignOut } from '../parts/sign-out.ts'
import { DecisionSteps } from './DecisionSteps.tsx'
import { Fixes, inOrder, useFixText } from './Fixes.tsx'
import { NearMisses } from './NearMisses.tsx'

/** Signed in, in no organisation: what is amiss, who can mend it, what works all the same. */
export function Refused() {
  const { t } = useTranslation('account')
  const me = useReading('me.get', {})
  useExplanation(me.data)
  useOpening(me.data)
  return (
    <Page title={t('refused_title')}>
      <Reading query={me} loading={t('loading')}>
        {(known) => <Explanation me={known} />}
      </Reading>
    </Page>
  )
}

function Explanation({ me }: { me: Me }) {
  const { t } = useTranslation('account')
  const near = me.decision.steps.filter(isNear)
  const fixes = fixesOf(me, near)
  return (
    <div className="page-sections">
      <Why me={me} near={near} />
      {near.length > 0 && <NearMisses steps={near} />}
      <section className="stack">
        <h2>{t('fix_title')}</h2>
        {fixes.length > 1 && <p className="quiet">{t('fix_lead')}</p>}
        <Fixes fixes={fixes} issuer={me.issuer} />
        <p className="reference">{t('ref', { ref: me.decision.ref })}</p>
      </section>
      <div className="half-grid">
        <Message me={me} near={near} />
        <AsGuest />
      </div>
      <section className="stack">
        <h2>{t('unseen_title')}</h2>
        <ul className="stack">
          <li>{t('unseen_session')}</li>
          <li>{t('unseen_account')}</li>
          <li>{t('unseen_action')}</li>
          <li>{t('unseen_twin')}</li>
        </ul>
      </section>
      <details className="fold">
        <summary>{t('checked_title')}</summary>
        <DecisionSteps steps={me.decision.steps} />
      </details>
    </div>
  )
}

/** Sends the names of the ID token's claims, once, where no groups came: they tell whether groups went astray. */
function useExplanation(me: Me | undefined): void {
  const { client, session } = useMember()
  const queries = useQueryClient()
  const { mutate, isIdle } = useMutation({
    mutationFn: () => client.call('me.explain', { body: { idTokenClaims: session.idTokenClaims() } }),
    onSuccess: (explained) => queries.setQueryData(client.query('me.get', {}).queryKey, explained),
  })
  const isUnclear = me?.decision.code === 'groups_missing'
  useEffect(() => {
    if (isUnclear && isIdle) mutate()
  }, [isUnclear, isIdle, mutate])
}

/** Somebody mended it meanwhile: the page that was asked for is shown, and nobody has to press anything. */
function useOpening(me: Me | undefined): void {
  const queries = useQueryClient()
  const isAllowed = me?.decision.allowed === true
  useEffect(() => {
    if (isAllowed) void queries.resetQueries({ predicate: ({ state }) => state.error !== null })
  }, [isAllowed, queries])
}

/** Somebody in the group above is near everything below it: that says little. */
function isNear({ organisation, nearMisses }: DecisionStep): boolean {
  return organisation !== null && nearMisses.some(({ differences }) => !differences.includes('parent'))
}

/** Fixes of the likeliest steps, or those of all organisations where none is likelier than another. */
function fixesOf(me: Me, near: readonly DecisionStep[]): Fix[] {
  const { steps, code } = me.decision
  const others = steps.filter(({ step, ok }) => ok !== true && (step === 'groups' || step === 'person'))
  const organisations = near.length > 0 ? near : steps.filter(({ organisation }) => organisation !== null)
  const relevant = code === 'person_suspended' ? others : [...organisations, ...others]
  return inOrder(relevant.flatMap(({ fixes }) => fixes))
}

function useReason(me: Me, near: readonly DecisionStep[]): string {
  const { t } = useTranslation('account')
  const { language } = useMember()
  const issuer = useIssuerName(me.issuer)
  const { code, steps } = me.decision
  const groups = steps.find(({ step }) => step === 'groups')
  if (code === 'person_suspended') return t('refused_suspended')
  if (near.length > 0) return t('refused_near')
  const invited = steps.find(({ fixes }) => fixes.includes('operator_email_vouching'))?.organisation
  if (invited)
    return t('refused_email_untrusted', { organisation: localText(invited.name, language), issuer })
  if (groups?.fixes.includes('issuer_groups_in_access_token')) return t('refused_groups_only_id')
  if (groups?.fixes.includes('issuer_groups_shape')) return t('refused_groups_unreadable')
  if (groups?.ok === false) return t('refused_no_group')
  // A list without a group says no more than no list at all.
  const namesGroups = groups?.ok === true && groups.received.length > 0
  return t(namesGroups ? 'refused_group_no_match' : 'refused_groups_missing')
}

function Why({ me, near }: { me: Me; near: readonly DecisionStep[] }) {
  const { t } = useTranslation('account')
  const reason = useReason(me, near)
  return (
    <section className="stack">
      <p className="lead">{reason}</p>
      <p className="quiet">{t('refused_you', { name: me.name, issuer: useIssuerName(me.issuer) })}</p>
      <TryAgain />
    </section>
  )
}

function useIssuerName(id: string): string {
  const { config, language } = useMember()
  const issuer = config.issuers.find((known) => known.id === id)
  return issuer ? localText(issuer.label, language) : id
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
    onSuccess: (me) => queries.setQueryData(client.query('me.get', {}).queryKey, me),
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
        <form className="stack" method="post" action={paths.go}>
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

/** All that whoever mends it needs to know, in the person's own words. */
function Message({ me, near }: { me: Me; near: readonly DecisionStep[] }) {
  const { t } = useTranslation('account')
  const { config, language } = useMember()
  const fixText = useFixText(me.issuer)
  const service = localText(config.brand.name, language)
  const { ref, steps } = me.decision
  const groups = steps.find(({ step }) => step === 'groups')?.received ?? []
  const misses = near.flatMap(({ organisation, nearMisses }) =>
    nearMisses.map(({ received, expected }) =>
      t('message_have', {
        received,
        expected,
        organisation: organisation ? localText(organisation.name, language) : '',
      }),
    ),
  )
  return (
    <SupportMessage
      subject={t('message_subject', { service, ref })}
      lines={[
        t('message_hello'),
        '',
        t('message_who', { name: me.name, issuer: useIssuerName(me.issuer), service }),
        t('ref', { ref }),
        t('message_groups', { groups: groups.join(', ') || t('nothing') }),
        ...misses,
        '',
        t('message_fix'),
        ...fixesOf(me, near).map((fix) => `- ${fixText(fix)}`),
        '',
        t('message_thanks'),
      ]}
    />
  )
}
