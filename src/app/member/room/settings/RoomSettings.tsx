import { Copy, ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SettingName } from '../../../../contract/room-settings.ts'
import type { Room } from '../../../../contract/rooms.ts'
import { Button } from '../../../ui/Button.tsx'
import { Opening } from '../../../ui/Opening.tsx'
import { useDialogRoute } from '../../parts/dialog-route.ts'
import { DuplicateDialog } from '../DuplicateDialog.tsx'
import { FigureSetting } from './FigureSetting.tsx'
import { FlagSetting } from './FlagSetting.tsx'
import { PhoneSettings } from './PhoneSettings.tsx'
import { LanguageSetting, LayoutSetting } from './PickSetting.tsx'
import { PresetDialog } from './PresetDialog.tsx'
import { TextSetting } from './TextSetting.tsx'
import { type FlagName, notable } from './words.ts'
import './settings.css'

/** Everything that a host sets in a room, in groups; each is saved at once, and can be undone. */
export function RoomSettings({ room }: { room: Room }) {
  const { t } = useTranslation('settings')
  const preset = useDialogRoute('preset')
  const duplicate = useDialogRoute('duplicate')
  const { recordingAllowed } = room.settings
  return (
    <section className="room-settings">
      <div className="settings-head">
        <h2>{t('title')}</h2>
        <div className="actions">
          {room.presets.length > 0 && (
            <Button onClick={preset.open}>
              <ListChecks aria-hidden />
              {t('preset_use')}
            </Button>
          )}
          <Button onClick={duplicate.open}>
            <Copy aria-hidden />
            {t('duplicate')}
          </Button>
        </div>
      </div>
      {room.meeting.state !== 'none' && <p className="quiet">{t('next')}</p>}
      <Flags
        room={room}
        title={t('group_entry')}
        startsOpen
        names={['approval', 'membersOnly', 'membersStart', 'everyoneModerates', 'listLocked']}
      />
      <Group
        room={room}
        title={t('group_recording')}
        startsOpen
        names={['recordingAllowed', 'recordingStarts']}
      >
        <FlagSetting room={room} name="recordingAllowed" />
        <FlagSetting room={room} name="recordingStarts" isIdle={!recordingAllowed} />
      </Group>
      <Flags
        room={room}
        title={t('group_sound')}
        names={['mutedOnEntry', 'microphonesLocked', 'camerasLocked', 'webcamsForModerators']}
        more={['layout']}
      >
        <LayoutSetting room={room} />
      </Flags>
      <Flags
        room={room}
        title={t('group_chat')}
        names={['publicChatLocked', 'privateChatLocked', 'notesLocked']}
      />
      <Flags
        room={room}
        title={t('group_tools')}
        names={['breakoutRooms', 'polls', 'screenShare', 'sharedNotes', 'learningDashboard']}
      />
      <Group room={room} title={t('group_phone')} names={['phone', 'phoneForGuests']}>
        <PhoneSettings room={room} />
      </Group>
      <Group room={room} title={t('group_limits')} names={['participants', 'minutes', 'language']}>
        <FigureSetting room={room} name="participants" />
        <FigureSetting room={room} name="minutes" />
        <LanguageSetting room={room} />
      </Group>
      <Group room={room} title={t('group_welcome')} names={['welcome', 'waitingMessage']}>
        <TextSetting room={room} name="welcome" />
        <TextSetting room={room} name="waitingMessage" />
      </Group>
      {duplicate.isOpen && <DuplicateDialog room={room} onClose={duplicate.close} />}
      {preset.isOpen && <PresetDialog room={room} onClose={preset.close} />}
    </section>
  )
}

interface GroupProps {
  room: Room
  title: string
  /** Settings inside, for the summary of the closed group. */
  names: readonly SettingName[]
  startsOpen?: boolean
  children: ReactNode
}

function Group({ room, names, ...opening }: GroupProps) {
  const { t } = useTranslation('settings')
  return <Opening summary={notable(t, names, room.settings)} {...opening} />
}

interface FlagsProps extends Omit<GroupProps, 'children' | 'names'> {
  names: readonly FlagName[]
  /** Others that stand below them. */
  more?: readonly SettingName[]
  children?: ReactNode
}

function Flags({ names, more = [], children, ...group }: FlagsProps) {
  return (
    <Group {...group} names={[...names, ...more]}>
      {names.map((name) => (
        <FlagSetting key={name} room={group.room} name={name} />
      ))}
      {children}
    </Group>
  )
}
