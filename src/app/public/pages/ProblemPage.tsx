import { useTranslation } from 'react-i18next'
import { type ProblemCode, problems } from '../../../contract/problems.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { JoinByLink } from '../JoinByLink.tsx'
import { problemTitle } from '../problem-titles.ts'
import type { ViewProps } from '../views.ts'

/** What went wrong, what to do about it, and what to quote. */
export function ProblemPage({ page, view }: ViewProps<'problem'>) {
  const { t } = useTranslation(['public', 'problems', 'common'])
  const { code, ref } = view
  return (
    <div className="door">
      <header className="room-head">
        <h1 tabIndex={-1}>{t(problemTitle(code))}</h1>
        <p className="lead">{t(`problems:${code}`)}</p>
      </header>
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

interface RemedyProps extends Pick<ViewProps<'problem'>, 'page'> {
  code: ProblemCode
}

function Remedy({ page, code }: RemedyProps) {
  const { t } = useTranslation(['public', 'common'])
  const status = problems[code]
  if (status === 404 || status === 410) {
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
