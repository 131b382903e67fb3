import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListedMember, MemberLink, Organisation } from '../../../contract/organisations.ts'
import { useMember } from '../parts/context.tsx'
import { AddMember } from './AddMember.tsx'
import { ListedMemberRow } from './ListedMemberRow.tsx'
import { LongList } from './LongList.tsx'
import { MemberLinkPanel } from './MemberLinkPanel.tsx'

/** The organisation's own list: who is let in by name, with the link that each of them was given. */
export function ListedMembers({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation('organisations')
  const { client } = useMember()
  const queries = useQueryClient()
  const heading = useRef<HTMLHeadingElement>(null)
  const [shown, setShown] = useState<MemberLink | null>(null)
  const { id, listed } = organisation
  const refresh = () =>
    void queries.invalidateQueries({
      queryKey: client.query('organisations.get', { path: { id } }).queryKey,
    })
  // The link is shown at once: it comes only this once, whatever becomes of the list.
  const show = (link: MemberLink) => {
    setShown(link)
    refresh()
  }
  const hide = () => {
    setShown(null)
    heading.current?.focus()
  }
  const forget = (removed: ListedMember) => {
    if (shown?.member.id === removed.id) setShown(null)
    refresh()
  }

  return (
    <section className="stack">
      <h2 ref={heading} tabIndex={-1}>
        {t('listed_title')}
      </h2>
      <p className="quiet">{t('listed_text')}</p>
      {shown && <MemberLinkPanel key={shown.link} organisation={organisation} link={shown} onDone={hide} />}
      {listed.length === 0 ? (
        <p>{t('listed_empty')}</p>
      ) : (
        <LongList items={listed} keyOf={(member) => member.id}>
          {(member) => (
            <ListedMemberRow organisation={id} member={member} onRenewed={show} onRemoved={forget} />
          )}
        </LongList>
      )}
      <AddMember organisation={id} onAdded={show} />
    </section>
  )
}
