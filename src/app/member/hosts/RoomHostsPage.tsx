import { useQueryClient } from '@tanstack/react-query'
import { ArrowRightLeft } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostsAnswer, RoomHosts } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { localText } from '../../parts/format.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { HostedRoom } from '../room/HostedRoom.tsx'
import { AddCoHost } from './AddCoHost.tsx'
import { CoHostList } from './CoHostList.tsx'
import { OfferLinkPanel } from './OfferLinkPanel.tsx'
import { OpenOffers } from './OpenOffers.tsx'
import { TransferDialog } from './TransferDialog.tsx'

/** The hosts of a room, and its owner. */
export function RoomHostsPage() {
  const { t } = useTranslation('hosts')
  return (
    <HostedRoom part={t('title')} forHosts>
      {(room) => <Hosts key={room.address} room={room} />}
    </HostedRoom>
  )
}

function Hosts({ room }: { room: Room }) {
  const { t } = useTranslation('hosts')
  const hosts = useReading('hosts.get', { path: { room: room.address } })
  return (
    <Reading query={hosts} loading={t('loading')}>
      {(known) =>
        room.role === 'manager' ? (
          <ManagedHosts room={room} hosts={known} />
        ) : (
          <div className="stack">
            <CoHostList room={room} hosts={known} />
          </div>
        )
      }
    </Reading>
  )
}

function ManagedHosts({ room, hosts }: { room: Room; hosts: RoomHosts }) {
  const { t } = useTranslation('hosts')
  const { client, language } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const transfer = useDialogRoute('transfer')
  const [made, setMade] = useState<HostsAnswer | null>(null)
  const path = { room: room.address }
  const show = (answer: HostsAnswer) => {
    queries.setQueryData(client.query('hosts.get', { path }).queryKey, answer.hosts)
    setMade(answer.link === null ? null : answer)
  }
  const onTransferred = async (answer: HostsAnswer) => {
    transfer.close()
    show(answer)
    if (answer.link !== null) return
    await queries.invalidateQueries({ queryKey: client.query('rooms.get', { path }).queryKey })
    const organisation = localText(room.organisation.name, language)
    notify({ kind: 'good', text: t('transferred', { room: room.name, organisation }) })
  }

  return (
    <div className="room-page">
      <div className="room-main">
        {made?.offer && made.link !== null && (
          <OfferLinkPanel
            key={made.link}
            room={room}
            offer={made.offer}
            link={made.link}
            onDone={() => setMade(null)}
          />
        )}
        <CoHostList room={room} hosts={hosts} />
        {hosts.offers.length > 0 && (
          <OpenOffers
            room={room}
            offers={hosts.offers}
            onRenewed={show}
            onWithdrawn={({ id }) => made?.offer?.id === id && setMade(null)}
          />
        )}
      </div>
      <div className="room-side">
        <AddCoHost
          room={room}
          members={hosts.members.filter((member) => !hosts.hosts.some(({ id }) => id === member.id))}
          onAdded={show}
        />
        <div className="actions">
          <Button onClick={transfer.open}>
            <ArrowRightLeft aria-hidden />
            {t('transfer')}
          </Button>
        </div>
      </div>
      {transfer.isOpen && (
        <TransferDialog
          room={room}
          members={hosts.members}
          onTransferred={onTransferred}
          onClose={transfer.close}
        />
      )}
    </div>
  )
}
