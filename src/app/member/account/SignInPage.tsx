import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { localText } from '../../parts/format.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { Page } from '../parts/Page.tsx'
import { useSessionState } from '../parts/session-state.ts'
import { placesToSignIn } from '../parts/sign-in.ts'
import { useArrive } from './arrive.ts'
import { SignInDown } from './SignInDown.tsx'
import { SignInFailed } from './SignInFailed.tsx'

/** Starts a sign-in at once where there is one place to sign in, and asks where there are several. */
export function SignInPage() {
  const { t } = useTranslation('account')
  const { session, config, language } = useMember()
  const [search] = useSearchParams()
  const returnTo = search.get('return') ?? '/'
  const { mutate, error, variables, isPending } = useMutation({
    mutationFn: (issuer: string) => session.signIn(returnTo, issuer),
  })
  const isSignedIn = useSessionState().status === 'signed_in'
  const arrive = useArrive()
  const places = placesToSignIn(config)
  const only = places.length === 1 ? places[0]?.id : undefined
  useEffect(() => {
    if (isSignedIn) arrive(returnTo)
    else if (only !== undefined) mutate(only)
  }, [isSignedIn, arrive, returnTo, mutate, only])

  if (error) return <SignInFailed problem={error} issuer={variables} returnTo={returnTo} />
  if (only !== undefined || isPending) {
    return (
      <Page title={t('sign_in_title')}>
        <p role="status">{t('sign_in_going')}</p>
      </Page>
    )
  }
  return (
    <Page title={t('sign_in_title')}>
      <div className="stack">
        <p>{t(places.length === 0 ? 'sign_in_nowhere' : 'sign_in_choose')}</p>
        {places.length > 0 && (
          <ul className="stack plain-list">
            {places.map(({ id, label }) => (
              <li key={id}>
                <Button onClick={() => mutate(id)}>
                  {t('sign_in_with', { issuer: localText(label, language) })}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <SignInDown />
        <p className="quiet">{t('sign_in_guest')}</p>
      </div>
    </Page>
  )
}
