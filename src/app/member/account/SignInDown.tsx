import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatSince, localText } from '../../parts/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'

/** Which sign-in servers do not answer, since when, and what works all the same. */
export function SignInDown() {
  const { t } = useTranslation('account')
  const { client, language } = useMember()
  const status = useQuery(client.query('status.get', {}))
  const now = useNow()
  return status.data?.signIn
    .filter(({ state }) => state === 'down')
    .map(({ id, label, since }) => (
      <Notice key={id} kind="careful" role="status">
        <p>
          {t('sign_in_down_since', {
            issuer: localText(label, language),
            since: formatSince(since ?? now, language, now),
          })}
        </p>
      </Notice>
    ))
}
