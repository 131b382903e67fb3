import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LoggedDecision } from '../../../contract/operator.ts'
import { formatWhen, localText } from '../../parts/format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { DecisionSteps } from '../refusal/DecisionSteps.tsx'
import { Fixes } from '../refusal/Fixes.tsx'
import { SideBySide } from '../refusal/NearMisses.tsx'

/** Decisions that were searched for, or the latest refusals. */
export function Decisions({ search }: { search: string }) {
  const { t } = useTranslation('operator')
  const found = useReading('operator.decisions', { query: { search } })
  return (
    <section className="stack">
      <h2>{t(search === '' ? 'latest_refusals' : 'results')}</h2>
      <Reading query={found} loading={t('loading')}>
        {({ decisions }) =>
          decisions.length === 0 ? (
            <p role="status">{search === '' ? t('no_refusals') : t('none_found', { text: search })}</p>
          ) : (
            <ul className="plain-list stack">
              {decisions.map((decision) => (
                <li key={decision.ref}>
                  <LoggedDecisionCard decision={decision} />
                </li>
              ))}
            </ul>
          )
        }
      </Reading>
    </section>
  )
}

function LoggedDecisionCard({ decision }: { decision: LoggedDecision }) {
  const { t } = useTranslation(['operator', 'account'])
  const { config, language } = useMember()
  const now = useNow()
  const { code, steps, issuer, at, lastAt } = decision
  const label = config.issuers.find(({ id }) => id === issuer)?.label
  const about = [decision.email, label ? localText(label, language) : issuer].filter((part) => part !== null)
  const misses = steps.flatMap(({ nearMisses }) => nearMisses)
  const when = (time: number) => formatWhen(time, language, now)
  return (
    <article className="card">
      <div className="row">
        <h3 className="row-title">{decision.name ?? t('unnamed')}</h3>
        <Badge kind={decision.allowed ? 'good' : 'careful'}>{t(`code_${code}`)}</Badge>
      </div>
      <p className="quiet">{about.join(' · ')}</p>
      <p className="quiet">
        <span className="reference">{t('account:ref', { ref: decision.ref })}</span>
        {' · '}
        {t('decided', { first: when(at), last: when(lastAt) })}
        {!decision.latest && ` · ${t('superseded')}`}
      </p>
      <p>{t(`help_${code}`)}</p>
      {misses.map((miss) => (
        <SideBySide key={`${miss.received} ${miss.expected}`} miss={miss} isForeign />
      ))}
      {!decision.allowed && (
        <Fixes
          fixes={[...new Set(steps.flatMap(({ step, fixes }) => (step === 'operators' ? [] : fixes)))]}
          issuer={issuer}
        />
      )}
      <details className="fold">
        <summary>{t('details')}</summary>
        {steps.length === 0 ? <p>{t('steps_gone')}</p> : <DecisionSteps steps={steps} />}
      </details>
      {decision.person && decision.latest && (
        <Suspension person={decision.person} name={decision.name ?? t('unnamed')} />
      )}
    </article>
  )
}

interface SuspensionProps {
  person: NonNullable<LoggedDecision['person']>
  name: string
}

function Suspension({ person, name }: SuspensionProps) {
  const { t } = useTranslation('operator')
  const { client, language } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const now = useNow()
  const [isAsking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: (suspended: boolean) =>
      client.call('operator.person', { path: { id: person.id }, body: { suspended } }),
    async onSuccess(_answer, suspended) {
      setAsking(false)
      notify({ kind: 'good', text: t(suspended ? 'suspended_done' : 'unsuspended_done', { name }) })
      await queries.invalidateQueries()
    },
  })
  return (
    <>
      {person.suspended && (
        <p>
          {t('suspended_by', {
            name: person.suspended.by,
            when: formatWhen(person.suspended.at, language, now),
          })}
        </p>
      )}
      <div className="actions">
        {person.suspended ? (
          <Button busy={change.isPending} onClick={() => change.mutate(false)}>
            {t('unsuspend')}
          </Button>
        ) : (
          <Button onClick={() => setAsking(true)}>{t('suspend')}</Button>
        )}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={t('suspend_title', { name })}
          action={t('suspend')}
          isDangerous
          isBusy={change.isPending}
          problem={change.error}
          onConfirm={() => change.mutate(true)}
          onClose={() => setAsking(false)}
        >
          <p>{t('suspend_text')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
