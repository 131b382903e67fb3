import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Presentation, PresentationList } from '../../../contract/presentations.ts'
import type { Room } from '../../../contract/rooms.ts'
import { formatBytes } from '../../parts/format.ts'
import { Folding } from '../../ui/Folding.tsx'
import { useMember } from '../parts/context.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { useDragOrder } from './drag-order.ts'
import { FileArea } from './FileArea.tsx'
import { useFileProblem } from './file-problem.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { DeletedPresentation, PresentationRow } from './PresentationRow.tsx'
import { usePresentationActions } from './presentation-list.ts'
import { UploadRow } from './UploadRow.tsx'
import { type UploadEvent, useUploads } from './uploads.ts'
import './presentations.css'

/** The files that the room's meetings show: add, order, delete, and show one in the meeting that runs. */
export function RoomPresentations({ room }: { room: Room }) {
  const { t } = useTranslation('presentations')
  const list = useReading('presentations.list', { path: { room: room.address } })
  return (
    <Folding title={t('title')} summary={list.data && t('count', { count: list.data.presentations.length })}>
      <Reading query={list} loading={t('loading')}>
        {(answer) => <Files room={room} list={answer} />}
      </Reading>
    </Folding>
  )
}

function Files({ room, list }: { room: Room; list: PresentationList }) {
  const { t } = useTranslation('presentations')
  const { language } = useMember()
  const { presentations, limits, onlyAtStart } = list
  const actions = usePresentationActions(room.address)
  const { said, fresh, onEvent } = useUploadNews(limits.bytes, actions.added)
  const uploads = useUploads(room.address, limits.bytes, onEvent)
  const isRunning = room.meeting.state === 'open' || room.meeting.state === 'empty'
  const isEmpty = presentations.length === 0 && uploads.all.length === 0 && limits.count > 0
  const isFull = presentations.length >= limits.count
  const dragged = useDragOrder(presentations, actions.move)

  return (
    <>
      {isEmpty ? <p>{t('empty')}</p> : null}
      {isRunning && presentations.length > 0 && (
        <p className="quiet">{onlyAtStart ? t('only_at_start') : t('while_running')}</p>
      )}
      <ol className="plain-list row-list presentation-list">
        {presentations.map((one, place) => (
          <li key={one.id} {...dragged(one, place)}>
            <PresentationRow
              presentation={one}
              place={place}
              count={presentations.length}
              actions={actions}
              mayShow={isRunning && !onlyAtStart}
              isFresh={fresh.has(one.id)}
            />
          </li>
        ))}
        {actions.deleted.map((one) => (
          <li key={one.id}>
            <DeletedPresentation presentation={one} actions={actions} />
          </li>
        ))}
        {uploads.all.map((upload) => (
          <li key={upload.id}>
            <UploadRow upload={upload} uploads={uploads} largest={limits.bytes} />
          </li>
        ))}
      </ol>
      {isFull ? (
        <p className="quiet">{t('full', { count: limits.count })}</p>
      ) : (
        <FileArea onFiles={uploads.add} hint={t('kinds', { size: formatBytes(limits.bytes, language) })} />
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <LeaveGuard isBusy={uploads.isBusy} />
    </>
  )
}

/** News of uploads: a sentence for screen readers, and the files that have just arrived. */
function useUploadNews(largest: number, onAdded: (presentation: Presentation) => Promise<void>) {
  const { t } = useTranslation('presentations')
  const fileProblem = useFileProblem(largest)
  const [said, say] = useState('')
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const hear = (event: UploadEvent) => {
    if (event.kind === 'added') {
      const { id, name } = event.presentation
      setFresh((others) => new Set([...others, id]))
      say(t('said_added', { name }))
      void onAdded(event.presentation)
    } else if (event.kind === 'failed') {
      say(`${t('said_failed', { name: event.name })} ${fileProblem(event.problem)}`)
    } else say(t(`said_${event.kind}`, { name: event.name }))
  }
  // The hook of the uploads wants one that stays the same.
  const latest = useRef(hear)
  latest.current = hear
  const onEvent = useCallback((event: UploadEvent) => latest.current(event), [])
  return { said, fresh, onEvent }
}
