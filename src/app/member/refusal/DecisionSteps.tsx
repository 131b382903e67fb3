import { CircleCheck, CircleHelp, CircleMinus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DecisionStep } from '../../../contract/me.ts'
import { localText } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'

/** The steps of a decision: what each rule expected, and what the sign-in brought. */
export function DecisionSteps({ steps }: { steps: readonly DecisionStep[] }) {
  return (
    <ol className="plain-list decision-steps">
      {steps.filter(concerns).map((step) => (
        <li key={`${step.step} ${step.organisation?.id ?? ''}`}>
          <Step step={step} />
        </li>
      ))}
    </ol>
  )
}

/** Hardly anybody is an operator: their rule is shown to those who meet it, or nearly do. */
function concerns({ step, ok, nearMisses }: DecisionStep): boolean {
  return step !== 'operators' || ok === true || nearMisses.length > 0
}

function Step({ step }: { step: DecisionStep }) {
  const { t } = useTranslation('account')
  const { language } = useMember()
  const { expected, received } = step
  const isRule = step.step === 'organisation' || step.step === 'operators'
  const isLimit = step.step === 'limits'
  const organisation = step.organisation ? localText(step.organisation.name, language) : ''
  return (
    <section className="card decision-step">
      <h3>
        {step.step === 'organisation'
          ? t('rule_of', { organisation })
          : t(`step_${step.step}`, { organisation })}
      </h3>
      <Outcome step={step} />
      <dl className="facts">
        {(isRule || expected.length > 0) && (
          <div>
            <dt>
              {t(isLimit ? 'limit_allowed' : isRule && expected.length > 1 ? 'expected_any' : 'expected')}
            </dt>
            <dd>
              <Values values={expected} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t(isLimit ? 'limit_made' : 'received')}</dt>
          <dd>
            <Values values={received} />
          </dd>
        </div>
      </dl>
    </section>
  )
}

function Outcome({ step: { ok, step } }: { step: DecisionStep }) {
  const { t } = useTranslation('account')
  const isRule = step === 'organisation' || step === 'operators'
  const isLimit = step === 'limits'
  if (ok === null) {
    return (
      <p className="outcome">
        <CircleHelp aria-hidden />
        {t('step_unknown')}
      </p>
    )
  }
  if (!ok) {
    return (
      <p className="outcome">
        <CircleMinus aria-hidden />
        {t(isLimit ? 'limit_reached' : isRule ? 'rule_not_met' : 'step_not_in_order')}
      </p>
    )
  }
  return (
    <p className="outcome outcome-good">
      <CircleCheck aria-hidden />
      {t(isLimit ? 'limit_left' : isRule ? 'rule_met' : 'step_in_order')}
    </p>
  )
}

/** Group names as they are, so that a slash or a capital is seen. */
export function Values({ values }: { values: readonly string[] }) {
  const { t } = useTranslation('account')
  if (values.length === 0) return <span className="quiet">{t('nothing')}</span>
  return (
    <ul className="plain-list values">
      {values.map((value) => (
        <li key={value}>
          <code>{value}</code>
        </li>
      ))}
    </ul>
  )
}
