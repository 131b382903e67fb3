import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { HostLink, HostLinkList } from '../../../contract/host-links.ts'
import type { Room } from '../../../contract/rooms.ts'
import { formatDate, formatWhen } from '../../parts/format.ts'
import { Button } from '../../ui/Button.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { MakeHostLinkDialog } from './MakeHostLinkDialog.tsx'
import { RevokeHostLinkDialog } from './RevokeHostLinkDialog.tsx'
import './room-host-links.css'

/** Host links of a room, and the way to revoke them. */
export function RoomHostLinks({ room }: { room: Room }) {
  const { t } = useTranslation('rooms')
  const links = useReading('hostLinks.list', { path: { room: room.address } })
  const make = useDialogRoute('host-link')
  const change = useKnownLinks(room)
  return (
    <section className="card">
      <h2>{t('host_links')}</h2>
      <p>{t('host_links_text')}</p>
      <Reading query={links} loading={t('host_links_loading')}>
        {(answer) =>
          answer.links.length > 0 && (
            <ul className="plain-list host-links">
              {answer.links.map((link) => (
                <HostLinkRow
                  key={link.id}
                  room={room}
                  link={link}
                  onRevoked={() => change((known) => known.filter(({ id }) => id !== link.id))}
                />
              ))}
            </ul>
          )
        }
      </Reading>
      <div className="actions">
        <Button onClick={make.open}>{t('host_link_make')}</Button>
      </div>
      {make.isOpen && (
        <MakeHostLinkDialog
          room={room}
          onMade={(link) => change((known) => [link, ...known])}
          onClose={make.close}
        />
      )}
    </section>
  )
}

interface HostLinkRowProps {
  room: Room
  link: HostLink
  onRevoked: () => void
}

function HostLinkRow({ room, link, onRevoked }: HostLinkRowProps) {
  const { t } = useTranslation('rooms')
  const notify = useNotify()
  const revoke = useDialogRoute(`revoke-${link.id}`)
  return (
    <li>
      <div>
        <strong>{link.label}</strong>
        <LinkFacts link={link} />
      </div>
      <Button onClick={revoke.open} aria-label={t('host_link_revoke_of', { label: link.label })}>
        {t('host_link_revoke')}
      </Button>
      {revoke.isOpen && (
        <RevokeHostLinkDialog
          room={room}
          link={link}
          onRevoked={() => {
            revoke.close()
            onRevoked()
            notify({ kind: 'good', text: t('host_link_revoked', { label: link.label }) })
          }}
          onClose={revoke.close}
        />
      )}
    </li>
  )
}

function LinkFacts({ link }: { link: HostLink }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const now = useNow()
  const { expiresAt, lastUsedAt } = link
  const until = expiresAt === null ? null : { date: formatDate(expiresAt, language) }
  const used = lastUsedAt === null ? null : { when: formatWhen(lastUsedAt, language, now) }
  return (
    <p className="quiet">
      {t('host_link_made_by', { name: link.createdBy, date: formatDate(link.createdAt, language) })}{' '}
      {until === null
        ? t('host_link_lasts')
        : t(expiresAt !== null && expiresAt < now ? 'host_link_expired' : 'host_link_until', until)}{' '}
      {used === null ? t('host_link_unused') : t('host_link_used', used)}
    </p>
  )
}

/** Shows a change of the list at once. */
function useKnownLinks(room: Room): (change: (known: HostLink[]) => HostLink[]) => void {
  const { client } = useMember()
  const queries = useQueryClient()
  const { queryKey } = client.query('hostLinks.list', { path: { room: room.address } })
  return (change) =>
    queries.setQueryData<HostLinkList>(queryKey, (known) => known && { links: change(known.links) })
}
