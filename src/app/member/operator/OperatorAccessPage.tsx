import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Page } from '../parts/Page.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { Attacks } from './Attacks.tsx'
import { Decisions } from './Decisions.tsx'
import { FeedbackTable } from './FeedbackTable.tsx'
import { DecisionTable, Mismatches } from './Overview.tsx'
import './operator-page.css'

/** For operators: who came in, who did not, and why. What is searched for stands in the address. */
export function OperatorAccessPage() {
  const { t } = useTranslation('operator')
  const [address, setAddress] = useSearchParams()
  const search = address.get('search') ?? ''
  const overview = useReading('operator.access', {})
  return (
    <Page title={t('title')}>
      <Reading query={overview} loading={t('loading')}>
        {(known) => (
          <div className="page-sections">
            <Attacks attacks={known.attacks} />
            <p>{t('lead', { count: known.days })}</p>
            <SearchForm
              key={search}
              search={search}
              onSearch={(text) => setAddress(text === '' ? {} : { search: text })}
            />
            <Decisions search={search} />
            <DecisionTable overview={known} />
            <Mismatches overview={known} />
            <FeedbackTable />
          </div>
        )}
      </Reading>
    </Page>
  )
}

function SearchForm({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation('operator')
  const [text, setText] = useState(search)
  function submit(event: FormEvent) {
    event.preventDefault()
    onSearch(text.trim())
  }
  return (
    <search>
      <form className="stack operator-search" onSubmit={submit}>
        <Field
          label={t('search')}
          hint={t('search_hint')}
          name="search"
          type="search"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="actions">
          <Button type="submit">{t('search_action')}</Button>
        </div>
      </form>
    </search>
  )
}
