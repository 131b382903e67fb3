import { useQueryClient } from '@tanstack/react-query'
import { UserMinus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { CoHost, RoomHosts } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { formatDate, localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { RemoveCoHostDialog } from './RemoveCoHostDialog.tsx'
import './hosts.css'

/** The owner first, then the co-hosts: who added them, and when. */
export function CoHostList({ room, hosts }: { room: Room; hosts: RoomHosts }) {
  const { t } = useTranslation('hosts')
  return (
    <section className="stack">
      <h2>{t('title')}</h2>
      <p className="quiet">{t('text')}</p>
      <ul className="plain-list row-list">
        <li className="row">
          <Owner room={room} />
        </li>
        {hosts.hosts.map((host) => (
          <li key={host.id} className="row">
            <CoHostRow room={room} host={host} />
          </li>
        ))}
      </ul>
      {hosts.hosts.length === 0 && <p className="quiet">{t('co_hosts_empty')}</p>}
    </section>
  )
}

function Owner({ room: { owner, organisation } }: { room: Room }) {
  const { t } = useTranslation('hosts')
  const { language } = useMember()
  const name = localText(organisation.name, language)
  if (owner.kind === 'person') {
    return (
      <div className="host-words">
        <p className="row-title">{owner.isMe ? t('you', { name: owner.name }) : owner.name}</p>
        <p className="quiet">{t('owner_person')}</p>
      </div>
    )
  }
  const { creator } = owner
  return (
    <div className="host-words">
      <p className="row-title">{t('owner_organisation', { organisation: name })}</p>
      <p className="quiet">
        {t('created_by', { name: creator.isMe ? t('you', { name: creator.name }) : creator.name })}
      </p>
    </div>
  )
}

function CoHostRow({ room, host }: { room: Room; host: CoHost }) {
  const { t } = useTranslation('hosts')
  const { language } = useMember()
  const remove = useDialogRoute(`remove-${host.id}`)
  const onRemoved = useRemoved(room, host)
  const mayRemove = host.isMe || room.role === 'manager'
  const { by, at } = host.added
  return (
    <>
      <div className="host-words">
        <p className="row-title">{host.isMe ? t('you', { name: host.name }) : host.name}</p>
        <p className="quiet">
          {t('co_host')}. {t('added', { by: by ?? '', date: formatDate(at, language) })}
        </p>
      </div>
      {mayRemove && (
        <Button
          aria-label={host.isMe ? undefined : t('remove_of', { name: host.name })}
          onClick={remove.open}
        >
          <UserMinus aria-hidden />
          {t(host.isMe ? 'leave' : 'remove')}
        </Button>
      )}
      {mayRemove && remove.isOpen && (
        <RemoveCoHostDialog
          room={room}
          host={host}
          onRemoved={() => onRemoved(remove.close)}
          onClose={remove.close}
        />
      )}
    </>
  )
}

/** Leads people who leave a room away from it, unless they manage it. */
function useRemoved(room: Room, host: CoHost) {
  const { t } = useTranslation('hosts')
  const { client } = useMember()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const notify = useNotify()
  return async (close: () => void) => {
    if (host.isMe) {
      notify({ kind: 'good', text: t('left', { room: room.name }) })
      await navigate(paths.home, { replace: true })
      await queries.invalidateQueries({ queryKey: client.query('rooms.list', {}).queryKey })
      return
    }
    close()
    notify({ kind: 'good', text: t('removed', { name: host.name }) })
    const { queryKey } = client.query('hosts.get', { path: { room: room.address } })
    await queries.invalidateQueries({ queryKey })
  }
}
