import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isRouteErrorResponse, useLocation, useRouteError } from 'react-router'
import { ClientProblem } from '../../client.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { useMember } from '../context.tsx'
import { Page } from '../Page.tsx'
import { ProblemNotice } from '../problems.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { RefusedPage } from './RefusedPage.tsx'

/** What is shown instead of a page: it says why, and the way on. */
export function ErrorPage() {
  const error = useRouteError()
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />
  if (error instanceof ClientProblem && error.code === 'not_admitted') return <RefusedPage />
  if (error instanceof ClientProblem && error.status === 401) return <TokenRefused problem={error} />
  return <Broken error={error} />
}

/** The proxy does not take the sign-in, and a renewal did not help. */
function TokenRefused({ problem }: { problem: ClientProblem }) {
  const { t } = useTranslation('account')
  const { session } = useMember()
  const { pathname, search } = useLocation()
  const signIn = useMutation({ mutationFn: () => session.signIn(pathname + search) })
  return (
    <Page title={t('sign_in_failed')}>
      <div className="stack">
        <ProblemNotice problem={signIn.error ?? problem} />
        <div className="actions">
          <Button kind="primary" busy={signIn.isPending} onClick={() => signIn.mutate()}>
            {t('sign_in_retry')}
          </Button>
          <ButtonLink href={paths.status}>{t('sign_in_status')}</ButtonLink>
        </div>
      </div>
    </Page>
  )
}

function Broken({ error }: { error: unknown }) {
  const { t } = useTranslation('member')
  return (
    <Page title={t('error_title')}>
      <div className="stack">
        <p>{t('error_text')}</p>
        <div className="actions">
          <ButtonLink kind="primary" href="">
            {t('error_reload')}
          </ButtonLink>
          <ButtonLink href={paths.home}>{t('to_rooms')}</ButtonLink>
        </div>
        <details>
          <summary>{t('error_detail')}</summary>
          <p className="quiet">{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</p>
        </details>
      </div>
    </Page>
  )
}
