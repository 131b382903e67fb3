import { useTranslation } from 'react-i18next'
import type { Fix } from '../../../contract/me.ts'
import { useMember } from '../parts/context.tsx'

/** People who can mend a refusal, the nearest first. */
const helpers = ['administrator', 'issuer', 'operator'] as const

/** Sorts fixes by who is nearest to make them. */
export function inOrder(fixes: Iterable<Fix>): Fix[] {
  const different = [...new Set(fixes)]
  return helpers.flatMap((who) => different.filter((fix) => fix.startsWith(`${who}_`)))
}

/** Fixes of a refusal, each in the words that its helper will see there. */
export function Fixes({ fixes, issuer }: { fixes: readonly Fix[]; issuer: string }) {
  const { t } = useTranslation('account')
  const fixText = useFixText(issuer)
  return (
    <dl className="fixes">
      {helpers.map((who) => {
        const theirs = fixes.filter((fix) => fix.startsWith(`${who}_`))
        return theirs.length === 0 ? null : (
          <div key={who}>
            <dt>{t(`fix_who_${who}`)}</dt>
            {theirs.map((fix) => (
              <dd key={fix}>{fixText(fix)}</dd>
            ))}
          </div>
        )
      })}
    </dl>
  )
}

/** @param issuer the sign-in server whose client is named, by its id */
export function useFixText(issuer: string): (fix: Fix) => string {
  const { t } = useTranslation('account')
  const { config } = useMember()
  const client = config.issuers.find(({ id }) => id === issuer)?.clientId ?? 'foyer'
  return (fix) => t(`fix_${fix}`, { client })
}
