import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'

/** The room's one link, to read and to copy. */
export function RoomLink({ room }: { room: Room }) {
  const { t } = useTranslation(['rooms', 'member'])
  const { config } = useMember()
  const notify = useNotify()
  const link = new URL(`/${room.address}`, config.publicUrl).href
  return (
    <section className="card">
      <h2>{t('link')}</h2>
      <div className="room-link">
        <code>{link.replace(/^https?:\/\//, '')}</code>
        <CopyButton
          text={link}
          label={t('copy_link')}
          doneLabel={t('copied')}
          onFail={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
        />
      </div>
      <p className="quiet">{t('link_hint')}</p>
    </section>
  )
}
