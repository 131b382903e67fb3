import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Attack } from '../../../contract/operator.ts'
import { formatWhen, localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Notice } from '../../ui/Notice.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'

/** Targets of guessing, as long as that is news. */
export function Attacks({ attacks }: { attacks: readonly Attack[] }) {
  const { t } = useTranslation('operator')
  const { language } = useMember()
  const now = useNow()
  if (attacks.length === 0) return null
  return (
    <Notice kind="careful" title={t('attacks_title')}>
      <ul className="plain-list stack">
        {attacks.map(({ kind, room, organisation, wrong, lastAt }) => (
          <li key={`${kind} ${room?.address ?? organisation.id}`}>
            {room && (
              <>
                <Link to={paths.room(room.address)}>{room.name}</Link> <code>/{room.address}</code>
                {' · '}
              </>
            )}
            {localText(organisation.name, language)}
            <br />
            {t(`attack_${kind}`, { count: wrong, when: formatWhen(lastAt, language, now) })}
          </li>
        ))}
      </ul>
      <p>{t('attacks_text')}</p>
    </Notice>
  )
}
