import { useTranslation } from 'react-i18next'
import type { MemberChange } from '../../../contract/organisations.ts'
import { formatDateTime } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'
import { LongList } from './LongList.tsx'

/** Changes of the list, with who made them and when, the latest first. */
export function MemberChanges({ changes }: { changes: readonly MemberChange[] }) {
  const { t } = useTranslation('organisations')
  const { language } = useMember()
  return (
    <section className="stack">
      <h2>{t('changes_title')}</h2>
      {changes.length === 0 ? (
        <p className="quiet">{t('changes_empty')}</p>
      ) : (
        <LongList items={changes} keyOf={(change) => JSON.stringify(change)}>
          {({ kind, by, email, at }) => (
            <>
              <p>{t(`change_${kind}`, { by: by ?? t('somebody'), email })}</p>
              <p className="quiet">{formatDateTime(at, language)}</p>
            </>
          )}
        </LongList>
      )}
    </section>
  )
}
