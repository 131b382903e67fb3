import { useTranslation } from 'react-i18next'
import type { Organisation } from '../../../contract/organisations.ts'
import { Values } from '../refusal/DecisionSteps.tsx'

/** The rules of `foyer.yaml` about an organisation's members, to be read only. */
export function MemberRules({ rules }: Pick<Organisation, 'rules'>) {
  const { t } = useTranslation('organisations')
  const kinds = [
    { label: t('rules_groups'), values: rules.groups },
    { label: t('rules_emails'), values: rules.emails },
    { label: t('rules_subjects'), values: rules.subjects },
    { label: t('rules_administrators'), values: rules.administratorGroups },
  ]
  return (
    <section className="stack">
      <h2>{t('rules_title')}</h2>
      <p className="quiet">{t('rules_text')}</p>
      <dl className="card facts">
        {kinds.map(({ label, values }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Values values={values} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
