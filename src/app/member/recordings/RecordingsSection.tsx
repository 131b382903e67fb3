import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recording, RecordingList as RecordingsAnswer } from '../../../contract/recordings.ts'
import type { QueryOf } from '../../client.ts'
import { formatSince, formatWhen, localText } from '../../parts/format.ts'
import { RecordingList } from '../../parts/RecordingList.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useRecordingActions } from './recordings.ts'

/** How many are shown before one asks for more. */
const page = 30

interface RecordingsSectionProps {
  list: QueryOf<'recordings.list'> | QueryOf<'recordings.ofRoom'>
  answer: RecordingsAnswer
  /** Recordings of the answer that are shown. */
  shown: readonly Recording[]
  level: 2 | 3
  roomLink?: (room: Recording['room']) => ReactNode
}

/** Recordings with what one does with them, and what is known of the servers that hold them. */
export function RecordingsSection({ list, answer, shown, level, roomLink }: RecordingsSectionProps) {
  const { t } = useTranslation(['recordings', 'member'])
  const { config, language } = useMember()
  const notify = useNotify()
  const now = useNow()
  const actions = useRecordingActions(list)
  const [limit, setLimit] = useState(page)
  const hidden = shown.length - limit

  return (
    <>
      {answer.silent.map((server) => (
        <Notice
          key={server.id}
          kind="careful"
          title={t('silent_title', { server: localText(server.name, language) })}
        >
          <p>{t('silent_text', { since: formatSince(server.since, language, now) })}</p>
        </Notice>
      ))}
      <RecordingList
        recordings={shown.slice(0, limit)}
        level={level}
        language={language}
        now={now}
        linkOf={({ id }) => new URL(`/recordings/${id}`, config.publicUrl).href}
        roomLink={roomLink}
        playing={actions.playing}
        onPlay={actions.play}
        onAudience={actions.changeAudience}
        onCopyFailed={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
      />
      {hidden > 0 && (
        <Button onClick={() => setLimit(limit + page)}>{t('more', { count: Math.min(page, hidden) })}</Button>
      )}
      {answer.asOf !== null && (
        <p className="quiet">{t('as_of', { when: formatWhen(answer.asOf, language, now) })}</p>
      )}
    </>
  )
}
