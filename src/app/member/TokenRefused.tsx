import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import type { ClientProblem } from '../client.ts'
import { paths } from '../paths.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { useMember } from './context.tsx'
import { Page } from './Page.tsx'
import { ProblemNotice } from './problems.tsx'

/** The proxy does not take the sign-in, and a renewal did not help. */
export function TokenRefused({ problem }: { problem: ClientProblem }) {
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
          <LinkButton href={paths.status}>{t('sign_in_status')}</LinkButton>
        </div>
      </div>
    </Page>
  )
}
