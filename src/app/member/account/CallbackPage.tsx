import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useParams } from 'react-router'
import { useMember } from '../parts/context.tsx'
import { Page } from '../parts/Page.tsx'
import { useArrive } from './arrive.ts'
import { SignInFailed } from './SignInFailed.tsx'

/** Takes the sign-in server's answer and goes on to where the person wanted to be. */
export function CallbackPage() {
  const { t } = useTranslation('account')
  const { session, config } = useMember()
  const arrive = useArrive()
  const { pathname, search } = useLocation()
  const { issuer = null } = useParams()
  // The session takes the answer out of the address at once; what this page was opened with is kept here.
  const [address] = useState(() => new URL(pathname + search, config.publicUrl).href)
  const { mutate, error } = useMutation({
    mutationFn: () => session.finish(address),
    onSuccess: arrive,
  })
  useEffect(() => mutate(), [mutate])

  if (error) return <SignInFailed problem={error} issuer={issuer} returnTo={session.destination()} />
  return (
    <Page title={t('callback_title')}>
      <p role="status">{t('callback_text')}</p>
    </Page>
  )
}
