import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { Folding } from '../../ui/Folding.tsx'
import { useMember } from '../parts/context.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { RecordingsSection } from './RecordingsSection.tsx'

/** The recordings of one room. */
export function RoomRecordings({ room }: { room: Room }) {
  const { t } = useTranslation(['rooms', 'recordings'])
  const { client } = useMember()
  const input = { path: { room: room.address } }
  const recordings = useReading('recordings.ofRoom', input)
  const nothing = room.settings.recordingAllowed ? t('recordings:empty_room') : t('recordings_off')
  return (
    <Folding
      title={t('recordings_title')}
      summary={recordings.data && t('recordings:count', { count: recordings.data.recordings.length })}
      isBare
    >
      <Reading query={recordings} loading={t('recordings:loading')}>
        {(answer) =>
          answer.recordings.length === 0 ? (
            <p className="quiet">{nothing}</p>
          ) : (
            <RecordingsSection
              list={client.query('recordings.ofRoom', input)}
              answer={answer}
              shown={answer.recordings}
              level={3}
            />
          )
        }
      </Reading>
    </Folding>
  )
}
