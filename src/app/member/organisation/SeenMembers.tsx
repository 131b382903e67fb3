import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SeenMember } from '../../../contract/organisations.ts'
import { containsText, formatWhen } from '../../parts/format.ts'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { manyFrom, SearchBox } from '../parts/search.tsx'
import { LongList } from './LongList.tsx'

/** People who were let in lately, and by which rule. */
export function SeenMembers({ seen }: { seen: readonly SeenMember[] }) {
  const { t } = useTranslation('organisations')
  const [text, setText] = useState('')
  const found = seen.filter(({ name, email, matched }) =>
    containsText(`${name} ${email ?? ''} ${matched}`, text),
  )
  return (
    <section className="stack">
      <h2>{t('seen_title')}</h2>
      <p className="quiet">{t(seen.length === 0 ? 'seen_empty' : 'seen_text')}</p>
      {seen.length >= manyFrom && (
        <SearchBox
          label={t('seen_search')}
          value={text}
          outcome={t('seen_found', { count: found.length, text })}
          onChange={setText}
        />
      )}
      {found.length > 0 && (
        // Two people may have one name, and one person two accounts.
        <LongList items={found} keyOf={(member) => JSON.stringify(member)}>
          {(member) => <Seen member={member} />}
        </LongList>
      )}
    </section>
  )
}

function Seen({ member: { name, email, way, matched, seenAt } }: { member: SeenMember }) {
  const { t } = useTranslation('organisations')
  const { language } = useMember()
  const now = useNow()
  return (
    <>
      <div className="member-words">
        <p className="row-title">{name}</p>
        <p className="quiet">{email ?? t('no_email')}</p>
        <p>
          {t(`way_${way}`)} <code>{matched}</code>
        </p>
      </div>
      <p className="quiet">{t('seen_at', { when: formatWhen(seenAt, language, now) })}</p>
    </>
  )
}
