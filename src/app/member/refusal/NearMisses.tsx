import { useTranslation } from 'react-i18next'
import type { DecisionStep, NearMiss } from '../../../contract/me.ts'
import { localText } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'

/** The organisations whose rules were nearly met: what one has beside what the rule says. */
export function NearMisses({ steps }: { steps: readonly DecisionStep[] }) {
  const { t } = useTranslation('account')
  const { language } = useMember()
  return (
    <section className="stack">
      <h2>{t('near_title')}</h2>
      {steps.map(
        ({ organisation, nearMisses }) =>
          organisation && (
            <section className="card" key={organisation.id}>
              <h3>{t('near_organisation', { organisation: localText(organisation.name, language) })}</h3>
              <ul className="plain-list stack">
                {nearMisses.map((miss) => (
                  <li key={`${miss.received} ${miss.expected}`}>
                    <SideBySide miss={miss} />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </section>
  )
}

interface SideBySideProps {
  miss: NearMiss
  /** It is somebody else's. */
  isForeign?: boolean
}

/** Two names below each other, in letters of one width: a slash or an accent is seen at once. */
export function SideBySide({ miss, isForeign = false }: SideBySideProps) {
  const { t } = useTranslation('account')
  return (
    <div className="near-miss">
      <dl>
        <div>
          <dt>{t(isForeign ? 'received' : 'near_have')}</dt>
          <dd>
            <code>{miss.received}</code>
          </dd>
        </div>
        <div>
          <dt>{t('near_rule')}</dt>
          <dd>
            <code>{miss.expected}</code>
          </dd>
        </div>
      </dl>
      <p>{miss.differences.map((difference) => t(`near_${difference}`)).join(' ')}</p>
    </div>
  )
}
