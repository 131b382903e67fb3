import { useTranslation } from 'react-i18next'
import { type ProblemCode, problems } from '../../../contract/problems.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { JoinByLink } from '../JoinByLink.tsx'
import { problemTitle } from '../problem-titles.ts'
import type { ViewProps } from '../views.ts'

/** The page of a problem: its remedy, and the reference to quote. */
export function ProblemPage({ page, view }: ViewProps<'problem'>) {
  const { t } = useTranslation(['public', 'problems', 'common'])
  const { code, ref, meant = [] } = view
  return (
    <div className="door">
      <header className="room-head">
        <h1 tabIndex={-1}>{t(problemTitle(code))}</h1>
        <p className="lead">{t(`problems:${code}`)}</p>
      </header>
      <DidYouMean page={page} addresses={meant} />
      <Remedy page={page} code={code} />
      {ref !== '' && (
        <div className="quiet">
          <p className="figure">{t('problem_ref', { ref })}</p>
          <p>{t('problem_ref_hint')}</p>
        </div>
      )}
    </div>
  )
}

interface DidYouMeanProps extends Pick<ViewProps<'problem'>, 'page'> {
  addresses: readonly string[]
}

/** Addresses alone: what the rooms are called is for those who have the right one. */
function DidYouMean({ page, addresses }: DidYouMeanProps) {
  const { t } = useTranslation('public')
  const { host } = new URL(page.config.publicUrl)
  if (addresses.length === 0) return null
  return (
    <Card>
      <h2>{t('did_you_mean')}</h2>
      <ul className="plain-list">
        {addresses.map((address) => (
          <li key={address}>
            <a className="near-address" href={paths.room(address)}>
              {host}/<strong>{address}</strong>
            </a>
          </li>
        ))}
      </ul>
      <p className="hint">{t('did_you_mean_hint')}</p>
    </Card>
  )
}

interface RemedyProps extends Pick<ViewProps<'problem'>, 'page'> {
  code: ProblemCode
}

function Remedy({ page, code }: RemedyProps) {
  const { t } = useTranslation(['public', 'common'])
  const status = problems[code]
  if (status === 404 || status === 405 || status === 410) {
    return (
      <Card>
        <h2>{t('other_link')}</h2>
        <JoinByLink config={page.config} />
      </Card>
    )
  }
  return (
    <div className="actions">
      {status === 401 ? (
        <LinkButton kind="primary" href={paths.signIn(page.path)}>
          {t('common:sign_in')}
        </LinkButton>
      ) : (
        <LinkButton kind="primary" href={page.path}>
          {t('try_again')}
        </LinkButton>
      )}
      {status >= 500 && <LinkButton href={paths.status}>{t('to_status')}</LinkButton>}
      <LinkButton href={paths.home}>{t('to_home')}</LinkButton>
    </div>
  )
}
