import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { AccessOverview, AccessRow } from '../../../contract/operator.ts'
import { formatWhen, localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'

/** Recent decisions, counted by organisation and code. */
export function DecisionTable({ overview }: { overview: AccessOverview }) {
  const { t } = useTranslation('operator')
  return (
    <section className="stack">
      <h2>{t('decisions_title')}</h2>
      {overview.rows.length === 0 ? (
        <p>{t('decisions_empty')}</p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t('organisation')}</th>
              <th scope="col">{t('outcome')}</th>
              <th scope="col">{t('people')}</th>
              <th scope="col">{t('last')}</th>
              <th scope="col">{t('over_time')}</th>
            </tr>
          </thead>
          <tbody>
            {overview.rows.map((row) => (
              <DecisionRow key={`${row.organisation?.id} ${row.code}`} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function DecisionRow({ row }: { row: AccessRow }) {
  const { t } = useTranslation('operator')
  const { language } = useMember()
  const now = useNow()
  return (
    <tr>
      <th scope="row">
        {row.organisation ? (
          <Link to={paths.organisation(row.organisation.id)}>
            {localText(row.organisation.name, language)}
          </Link>
        ) : (
          t('no_organisation')
        )}
      </th>
      <td data-label={t('outcome')}>{t(`code_${row.code}`)}</td>
      <td data-label={t('people')} className="figure">
        {new Intl.NumberFormat(language).format(row.people)}
      </td>
      <td data-label={t('last')}>{formatWhen(row.lastAt, language, now)}</td>
      <td data-label={t('over_time')}>
        <Bars figures={row.perDay} />
      </td>
    </tr>
  )
}

/** A bar for each day: the figures are read out, the shape is for the eye. */
function Bars({ figures }: { figures: readonly number[] }) {
  const { t } = useTranslation('operator')
  const highest = Math.max(1, ...figures)
  const heights = figures.map((figure) => Math.round((figure / highest) * 20))
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${figures.length * 4} 20`}
      role="img"
      aria-label={t('per_day', { figures: figures.join(' ') })}
    >
      <path d={heights.map((height, day) => `M${day * 4 + 1.5} 20v${-Math.max(height, 1)}`).join('')} />
    </svg>
  )
}

/** Mismatches between sign-ins and rules. */
export function Mismatches({ overview }: { overview: AccessOverview }) {
  const { t } = useTranslation('operator')
  const { language } = useMember()
  const nameOf = (organisation: AccessRow['organisation']) =>
    organisation ? localText(organisation.name, language) : t('operators')
  return (
    <div className="half-grid">
      <section className="card">
        <h2>{t('groups_title')}</h2>
        <p className="quiet">{t(overview.unmatchedGroups.length === 0 ? 'groups_empty' : 'groups_text')}</p>
        <ul className="plain-list row-list">
          {overview.unmatchedGroups.map(({ issuer, name, people, near }) => (
            <li key={`${issuer} ${name}`} className="row">
              <span className="values">
                <code>{name}</code>
              </span>
              <span className="quiet">{t('groups_people', { count: people })}</span>
              {near.map(({ organisation, expected }) => (
                <p key={expected} className="near-rule">
                  {t('groups_near', { expected, organisation: nameOf(organisation) })}
                </p>
              ))}
            </li>
          ))}
        </ul>
      </section>
      <section className="card">
        <h2>{t('rules_title')}</h2>
        <p className="quiet">{t(overview.unmatchedRules.length === 0 ? 'rules_empty' : 'rules_text')}</p>
        <ul className="plain-list row-list">
          {overview.unmatchedRules.map(({ organisation, rule, group }) => (
            <li key={`${organisation?.id} ${rule} ${group}`} className="row">
              <span className="values">
                <code>{group}</code>
              </span>
              <span className="quiet">{t('rule_of', { organisation: nameOf(organisation), rule })}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
