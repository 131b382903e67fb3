import { Clapperboard } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RecordingList } from '../../../contract/recordings.ts'
import { containsText } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'
import { Page } from '../parts/Page.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { manyFrom, SearchBox } from '../parts/search.tsx'
import { RecordingsSection } from './RecordingsSection.tsx'

/** The recordings of all my rooms, the newest first. */
export function RecordingsPage() {
  const { t } = useTranslation('recordings')
  const recordings = useReading('recordings.list', {})
  return (
    <Page title={t('title')}>
      <Reading query={recordings} loading={t('loading')}>
        {(answer) => (answer.recordings.length === 0 ? <NoRecording /> : <Recordings answer={answer} />)}
      </Reading>
    </Page>
  )
}

function Recordings({ answer }: { answer: RecordingList }) {
  const { t } = useTranslation('recordings')
  const { client } = useMember()
  const [text, setText] = useState('')
  const found = answer.recordings.filter(({ name, room }) => containsText(`${name} ${room.name}`, text))
  return (
    <>
      {answer.recordings.length >= manyFrom && (
        <SearchBox
          label={t('search')}
          value={text}
          outcome={t('found', { count: found.length, text })}
          onChange={setText}
        />
      )}
      <RecordingsSection
        list={client.query('recordings.list', {})}
        answer={answer}
        shown={found}
        level={2}
        roomLink={({ address, name }) => (address === null ? name : <Link to={`/${address}`}>{name}</Link>)}
      />
    </>
  )
}

function NoRecording() {
  const { t } = useTranslation('recordings')
  return (
    <section className="empty-state">
      <Clapperboard aria-hidden />
      <h2>{t('empty_title')}</h2>
      <p>{t('empty_text')}</p>
    </section>
  )
}
