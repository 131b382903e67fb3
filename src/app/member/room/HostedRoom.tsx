import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, NavLink, useParams, useSearchParams } from 'react-router'
import type { Room } from '../../../contract/rooms.ts'
import { ClientProblem } from '../../client.ts'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { useMember } from '../parts/context.tsx'
import { EnterAsGuest } from '../parts/EnterAsGuest.tsx'
import { Page } from '../parts/Page.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { useSessionState } from '../parts/session-state.ts'
import './room-page.css'

interface HostedRoomProps {
  /** Title in the browser's tab, before the room's name; none on the room's first page. */
  part?: string
  /** People who may only start are led to the room's first page. */
  forHosts?: boolean
  children: (room: Room) => ReactNode
}

/** A page of one room, for whoever has a place in it, under the room's name. Others are led to its guests' door. */
export function HostedRoom({ part, forHosts = false, children }: HostedRoomProps) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const { room: address = '' } = useParams()
  const room = useReading('rooms.get', { path: { room: address } })
  const isNoHost = room.error instanceof ClientProblem && room.error.code === 'room_unknown'

  if (isNoHost) return <GuestDoor room={address} />
  if (forHosts && room.data?.role === 'starter') return <Navigate to={paths.room(address)} replace />
  // Of a room that cannot be fetched the address is known.
  const name = room.data?.name ?? (room.error ? address : t('loading_room'))
  return (
    <Page
      title={name}
      documentTitle={part === undefined ? name : `${part} · ${name}`}
      before={
        <Link className="back-link" to={paths.home}>
          <ArrowLeft aria-hidden />
          {t('back')}
        </Link>
      }
      below={room.data && localText(room.data.organisation.name, language)}
    >
      <Reading query={room} loading="" otherwise={<EnterAsGuest />}>
        {(known) => (
          <>
            {known.role !== 'starter' && <RoomNav room={known} />}
            {children(known)}
          </>
        )}
      </Reading>
    </Page>
  )
}

/** Tabs of a room: its meeting, its settings, its hosts. */
function RoomNav({ room }: { room: Room }) {
  const { t } = useTranslation(['rooms', 'hosts'])
  return (
    <nav className="room-nav" aria-label={t('parts', { room: room.name })}>
      <NavLink to={paths.room(room.address)} end>
        {t('part_meeting')}
      </NavLink>
      <NavLink to={paths.roomSettings(room.address)}>{t('settings')}</NavLink>
      <NavLink to={paths.roomHosts(room.address)}>{t('hosts:title')}</NavLink>
    </nav>
  )
}

/** The join page knows the member, by a pass for this room; where that does not work, at least the name. */
function GuestDoor({ room }: { room: string }) {
  const { browser, client } = useMember()
  const state = useSessionState()
  const [search] = useSearchParams()
  const left = search.get('left')
  const name = state.status === 'signed_in' ? state.name : null
  useEffect(() => {
    const goOn = () => browser.replace(paths.roomAsGuest(room, left))
    const withoutPass = () => {
      if (name !== null && localStorage.getItem('foyer.name') === null)
        localStorage.setItem('foyer.name', name)
      goOn()
    }
    client.call('rooms.pass', { path: { room } }).then(goOn, withoutPass)
  }, [browser, client, left, name, room])
  return null
}
