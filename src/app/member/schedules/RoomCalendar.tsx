import { useMutation } from '@tanstack/react-query'
import { CalendarArrowDown, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { useSchedulesChanged } from './schedules.ts'

/** Ways into people's own calendars: an address to follow, which can be renewed, or a file. */
export function RoomCalendar({ room, feed }: { room: Room; feed: string }) {
  const { t } = useTranslation(['schedules', 'member'])
  const notify = useNotify()
  const renew = useDialogRoute('feed')
  return (
    <details className="schedule-calendar fold">
      <summary>{t('calendar')}</summary>
      <div className="schedule-calendar-inside">
        <p className="quiet">{t('calendar_text')}</p>
        <input
          className="input feed-address"
          aria-label={t('calendar_address')}
          readOnly
          value={feed}
          onFocus={(event) => event.target.select()}
        />
        <div className="actions">
          <CopyButton
            text={feed}
            label={t('copy')}
            doneLabel={t('copied')}
            onFail={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
          />
          {/* By the room's own address the file tells neither titles nor messages where guests need a code. */}
          <LinkButton href={feed} download>
            <CalendarArrowDown aria-hidden />
            {t('download')}
          </LinkButton>
          <Button kind="quiet" onClick={renew.open}>
            <RefreshCw aria-hidden />
            {t('renew')}
          </Button>
        </div>
      </div>
      {renew.isOpen && <RenewDialog room={room} onClose={renew.close} />}
    </details>
  )
}

function RenewDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation('schedules')
  const { client } = useMember()
  const notify = useNotify()
  const changed = useSchedulesChanged(room.address)
  const renew = useMutation({
    mutationFn: () => client.call('schedules.renewFeed', { path: { room: room.address } }),
    onSuccess: async () => {
      await changed()
      notify({ kind: 'good', text: t('renewed') })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title={t('renew_title')}
      action={t('renew')}
      isBusy={renew.isPending}
      problem={renew.error}
      onConfirm={() => renew.mutate()}
      onClose={onClose}
    >
      <p>{t('renew_text')}</p>
    </ConfirmDialog>
  )
}
