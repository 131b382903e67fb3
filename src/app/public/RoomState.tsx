import { CircleHelp, Clock, DoorOpen, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { JoinInfo } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import { localText } from '../parts/format.ts'
import { useDuration } from './time.ts'

interface RoomStateProps {
  join: JoinInfo
  language: Language
  /** Epoch milliseconds. */
  now: number
  /** The guest was in: that it "has not started yet" would be untrue. */
  left?: boolean
  /** Consequences for the reader, by state. */
  hints: Record<JoinInfo['state'], string | null>
}

const icons = { open: DoorOpen, full: Users, waiting: Clock, unavailable: CircleHelp } as const

/** The state of the room in one sentence, and what follows from it. */
export function RoomState({ join, language, now, left = false, hints }: RoomStateProps) {
  const sentence = useSentence({ join, language, now, left })
  const hint = hints[join.state]
  const Icon = icons[join.state]
  return (
    <div className={`room-state room-state-${join.state}`} role="status">
      <Icon aria-hidden />
      <div>
        <p className="room-state-now">{sentence}</p>
        {hint && <p>{hint}</p>}
      </div>
    </div>
  )
}

function useSentence({ join, language, now, left }: Required<Omit<RoomStateProps, 'hints'>>): string {
  const { t } = useTranslation('public')
  const durationOf = useDuration()
  const duration = join.since === null ? null : durationOf(now - join.since)
  const server = join.server && localText(join.server.name, language)
  switch (join.state) {
    case 'open':
      return duration === null ? t('join_open') : t('join_open_since', { duration })
    case 'full':
      return t('join_full')
    case 'waiting':
      return left ? t('join_not_open') : t('join_waiting')
    case 'unavailable':
      if (server === null)
        return duration === null ? t('join_no_server_now') : t('join_no_server', { duration })
      return duration === null ? t('join_silent_now', { server }) : t('join_silent', { server, duration })
  }
}
