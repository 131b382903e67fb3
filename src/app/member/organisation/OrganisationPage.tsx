import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { useMember } from '../parts/context.tsx'
import { Page } from '../parts/Page.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { ListedMembers } from './ListedMembers.tsx'
import { MemberChanges } from './MemberChanges.tsx'
import { MemberRules } from './MemberRules.tsx'
import { SeenMembers } from './SeenMembers.tsx'
import './organisation.css'

/** The members of an organisation, and why they are, for its administrators and the operators. */
export function OrganisationPage() {
  const { t } = useTranslation('organisations')
  const { language } = useMember()
  const { id = '' } = useParams()
  const organisation = useReading('organisations.get', { path: { id } })
  return (
    <Page
      title={organisation.data ? localText(organisation.data.name, language) : t('title')}
      before={
        <Link className="back-link" to={paths.me}>
          <ArrowLeft aria-hidden />
          {t('back')}
        </Link>
      }
    >
      <Reading query={organisation} loading={t('loading')}>
        {(known) => (
          <div className="page-sections" key={known.id}>
            <ListedMembers organisation={known} />
            <SeenMembers seen={known.seen} />
            <MemberRules rules={known.rules} />
            <MemberChanges changes={known.changes} />
          </div>
        )}
      </Reading>
    </Page>
  )
}
