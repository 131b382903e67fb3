import { Headphones, Mic, MicOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Room, RoomPeople } from '../../../contract/rooms.ts'
import { formatSince } from '../../parts/format.ts'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'

const icons = { microphone: Mic, listening: Headphones, none: MicOff } as const

/** Names of those who are in, and of those who wait here: for hosts, while it lasts. */
export function WhoIsHere({ room, people }: { room: Room; people: RoomPeople }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const now = useNow()
  const { present, waiting } = people
  const all = room.meeting.state === 'open' ? Math.max(room.meeting.participants, present.length) : 0
  if (present.length === 0 && waiting.length === 0) return null
  return (
    <div className="who-is-here">
      {present.length > 0 && all > 0 && (
        <section aria-labelledby="who-is-in">
          <h2 id="who-is-in">{t('present_title')}</h2>
          <ul className="plain-list">
            {keyed(present, ({ name }) => name).map(([key, person]) => (
              <li key={key}>
                <Present person={person} />
              </li>
            ))}
          </ul>
          <More count={all - present.length} />
        </section>
      )}
      {waiting.length > 0 && (
        <section aria-labelledby="who-waits">
          <h2 id="who-waits">{t('waiting_title')}</h2>
          <ul className="plain-list">
            {keyed(waiting, ({ name }) => name).map(([key, { name, since }]) => (
              <li key={key}>
                <span>
                  {name}{' '}
                  <span className="quiet">
                    {t('waiting_since', { when: formatSince(since, language, now) })}
                  </span>
                </span>
              </li>
            ))}
          </ul>
          <More count={room.waiting - waiting.length} />
        </section>
      )}
    </div>
  )
}

function Present({ person: { name, isModerator, sound } }: { person: RoomPeople['present'][number] }) {
  const { t } = useTranslation('rooms')
  const Icon = icons[sound]
  return (
    <>
      <Icon aria-hidden />
      <span>
        {name}{' '}
        <span className="quiet">
          {[isModerator ? t('present_moderator') : null, t(`present_${sound}`)]
            .filter((part) => part !== null)
            .join(', ')}
        </span>
      </span>
    </>
  )
}

function More({ count }: { count: number }) {
  const { t } = useTranslation('rooms')
  return count > 0 && <p className="quiet">{t('present_more', { count })}</p>
}

/** Two people may have one name, and they have no id here: the second of a name is told from the first. */
function keyed<Item>(items: readonly Item[], nameOf: (item: Item) => string): [key: string, item: Item][] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const name = nameOf(item)
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return [`${before} ${name}`, item]
  })
}
