import { DoorOpen, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ListedRoom, RoomList } from '../../../contract/rooms.ts'
import { compareText, containsText, localText } from '../../parts/format.ts'
import { RoomCard } from '../../parts/RoomCard.tsx'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { OfferedRooms } from '../hosts/OfferedRooms.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { Page } from '../parts/Page.tsx'
import { ProblemNotice } from '../parts/problems.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { manyFrom, SearchBox } from '../parts/search.tsx'
import { useStart } from '../room/start.ts'
import { ArchivedRooms } from './ArchivedRooms.tsx'
import { CreateRoomDialog } from './CreateRoomDialog.tsx'
import { DeletedRooms } from './DeletedRooms.tsx'
import { useFavourite } from './favourite.ts'

/** My rooms: what goes on in each, and one button to go in. */
export function RoomsPage() {
  const { t } = useTranslation('rooms')
  const rooms = useReading('rooms.list', {})
  const create = useDialogRoute('new')
  const isEmpty = rooms.data?.rooms.length === 0
  const mayCreate = (rooms.data?.organisations.length ?? 0) > 0

  return (
    <Page
      title={t('title')}
      actions={
        mayCreate &&
        !isEmpty && (
          <Button onClick={create.open}>
            <Plus aria-hidden />
            {t('new_room')}
          </Button>
        )
      }
    >
      <Reading query={rooms} loading={t('loading')}>
        {(list) => (
          <>
            {list.offers.length > 0 && <OfferedRooms offers={list.offers} />}
            {isEmpty ? <NoRoom list={list} onCreate={create.open} /> : <Rooms rooms={list.rooms} />}
            {!isEmpty && <Limits organisations={list.organisations} />}
            {list.rooms.some(isArchived) && (
              <ArchivedRooms
                rooms={list.rooms.filter(isArchived)}
                isOpenAtFirst={list.rooms.every(isArchived)}
              />
            )}
            {list.deleted.length > 0 && <DeletedRooms rooms={list.deleted} />}
            {create.isOpen && <CreateRoomDialog organisations={list.organisations} onClose={create.close} />}
          </>
        )}
      </Reading>
    </Page>
  )
}

function isArchived({ archivedAt }: ListedRoom): boolean {
  return archivedAt !== null
}

type Which = 'all' | 'mine' | 'others'

/** Favourites first, then by name. Of many rooms one sees some: by a search, by whose they are. */
function Rooms({ rooms }: { rooms: readonly ListedRoom[] }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const [text, setText] = useState('')
  const [which, setWhich] = useState<Which>('all')
  const present = rooms.filter((room) => !isArchived(room))
  const isMany = present.length >= manyFrom
  const isMixed = isMany && present.some(isMine) && !present.every(isMine)
  const found = present
    .filter(({ name, address }) => containsText(`${name} ${address}`, text))
    .filter((room) => !isMixed || which === 'all' || isMine(room) === (which === 'mine'))
    .toSorted(
      (one, other) =>
        Number(other.favourite) - Number(one.favourite) || compareText(one.name, other.name, language),
    )

  if (present.length === 0) return <p>{t('all_archived')}</p>
  return (
    <>
      {isMany && (
        <SearchBox
          label={t('search')}
          value={text}
          outcome={t('found', { count: found.length, text })}
          onChange={setText}
        />
      )}
      {isMixed && (
        <Choice
          legend={t('which')}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'all', label: t('which_all') },
            { value: 'mine', label: t('which_mine') },
            { value: 'others', label: t('which_others') },
          ]}
        />
      )}
      <ul className="plain-list card-grid">
        {found.map((room) => (
          <li key={room.address}>
            <RoomInList room={room} />
          </li>
        ))}
      </ul>
    </>
  )
}

function isMine({ owner }: ListedRoom): boolean {
  return owner.kind === 'person' && owner.isMe
}

function RoomInList({ room }: { room: ListedRoom }) {
  const { t } = useTranslation(['rooms', 'member'])
  const { config, language } = useMember()
  const notify = useNotify()
  const now = useNow()
  const { start, isBusy, problem } = useStart(room.address)
  const favour = useFavourite(room)
  return (
    <RoomCard
      room={room}
      heading={<Link to={`/${room.address}`}>{room.name}</Link>}
      link={new URL(`/${room.address}`, config.publicUrl).href}
      language={language}
      now={now}
      isBusy={isBusy}
      onStart={start}
      onFavourite={favour}
      onCopyFailed={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
    >
      {problem && <ProblemNotice title={t('start_failed')} problem={problem} />}
    </RoomCard>
  )
}

function NoRoom({ list, onCreate }: { list: RoomList; onCreate: () => void }) {
  const { t } = useTranslation('rooms')
  const hadSome = list.deleted.length > 0
  return (
    <section className="empty-state">
      <DoorOpen aria-hidden />
      <h2>{t(hadSome ? 'empty_title_again' : 'empty_title')}</h2>
      <p>{t('empty_text')}</p>
      {list.organisations.length > 0 ? (
        <Button kind="primary" onClick={onCreate}>
          <Plus aria-hidden />
          {t(hadSome ? 'new_room' : 'empty_action')}
        </Button>
      ) : (
        <p>{t('empty_no_organisation')}</p>
      )}
    </section>
  )
}

/** How many more rooms one may create, where that is limited. */
function Limits({ organisations }: Pick<RoomList, 'organisations'>) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  return organisations.map(({ id, name, left }) =>
    left === null ? null : (
      <p key={id} className="quiet">
        {t('left', { count: left, organisation: localText(name, language) })}
      </p>
    ),
  )
}
