import { useMutation } from '@tanstack/react-query'
import { Link2, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ListedMember, MemberLink } from '../../../contract/organisations.ts'
import { formatDate } from '../../parts/format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'
import { RemoveMemberDialog } from './RemoveMemberDialog.tsx'

interface ListedMemberRowProps {
  organisation: string
  member: ListedMember
  onRenewed: (link: MemberLink) => void
  onRemoved: (member: ListedMember) => void
}

/** One entry of the list. What `foyer.yaml` names is changed there, and nowhere else. */
export function ListedMemberRow({ organisation, member, onRenewed, onRemoved }: ListedMemberRowProps) {
  const { t } = useTranslation('organisations')
  const notify = useNotify()
  const remove = useDialogRoute(`remove-${member.id}`)
  const isOurs = member.added.by !== null
  return (
    <>
      <MemberState member={member} />
      {isOurs && (
        <div className="actions">
          {member.claimed === null && (
            <RenewLink organisation={organisation} member={member} onRenewed={onRenewed} />
          )}
          <Button aria-label={t('remove_of', { email: member.email })} onClick={remove.open}>
            <Trash2 aria-hidden />
            {t('remove')}
          </Button>
        </div>
      )}
      {isOurs && remove.isOpen && (
        <RemoveMemberDialog
          organisation={organisation}
          member={member}
          onClose={remove.close}
          onRemoved={() => {
            notify({ kind: 'good', text: t('removed', { email: member.email }) })
            remove.close()
            onRemoved(member)
          }}
        />
      )}
    </>
  )
}

function MemberState({ member }: { member: ListedMember }) {
  const { t } = useTranslation('organisations')
  const { language } = useMember()
  const { email, added, claimed } = member
  return (
    <div className="member-words">
      <p className="member-name">
        <span className="row-title">{email}</span>
        <StateBadge member={member} />
      </p>
      <p className="quiet">
        {added.by === null
          ? t('listed_settings')
          : t('listed_invited', { by: added.by, date: formatDate(added.at, language) })}{' '}
        {claimed
          ? t('listed_claimed', { name: claimed.name, date: formatDate(claimed.at, language) })
          : member.linkUntil !== null && <LinkAge until={member.linkUntil} />}
      </p>
      {claimed && claimed.email !== email && (
        <p className="quiet">
          {claimed.email === null ? t('listed_account_none') : t('listed_account', { email: claimed.email })}
        </p>
      )}
    </div>
  )
}

function StateBadge({ member }: { member: ListedMember }) {
  const { t } = useTranslation('organisations')
  const now = useNow()
  if (member.claimed) return <Badge kind="good">{t('state_member')}</Badge>
  return (member.linkUntil ?? 0) > now ? (
    <Badge kind="neutral">{t('state_invited')}</Badge>
  ) : (
    <Badge kind="careful">{t('state_over')}</Badge>
  )
}

function LinkAge({ until }: { until: number }) {
  const { t } = useTranslation('organisations')
  const { language } = useMember()
  const now = useNow()
  const date = formatDate(until, language)
  return until > now ? t('listed_link_until', { date }) : t('listed_link_over', { date })
}

function RenewLink({ organisation, member, onRenewed }: Omit<ListedMemberRowProps, 'onRemoved'>) {
  const { t } = useTranslation('organisations')
  const { client } = useMember()
  const notify = useNotify()
  const problemText = useProblemText()
  const { email } = member
  const renew = useMutation({
    mutationFn: () => client.call('members.link', { path: { id: organisation, member: member.id } }),
    onSuccess: onRenewed,
    onError: (problem) =>
      notify({ kind: 'bad', text: `${t('renew_failed', { email })} ${problemText(problem)}` }),
  })
  return (
    <Button busy={renew.isPending} aria-label={t('renew_of', { email })} onClick={() => renew.mutate()}>
      <Link2 aria-hidden />
      {t('renew')}
    </Button>
  )
}
