import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { DrawCodeDialog } from './DrawCodeDialog.tsx'
import { RemoveCodeDialog } from './RemoveCodeDialog.tsx'
import './room-access-code.css'

/** The room's access code: hosts read it, draw another, or do without. */
export function RoomAccessCode({ room }: { room: Room }) {
  const { t } = useTranslation('rooms')
  const draw = useDialogRoute('code')
  const remove = useDialogRoute('no-code')
  const keep = useKnownCode(room)
  const notify = useNotify()
  const { accessCode, isCodeLost } = room
  const isAsked = accessCode !== null || isCodeLost

  return (
    <section className="card">
      <h2>{t('code_title')}</h2>
      {isCodeLost && <LostCode onRenew={draw.open} onRemove={remove.open} />}
      {accessCode !== null && <KnownCode code={accessCode} onRenew={draw.open} onRemove={remove.open} />}
      {!isAsked && (
        <>
          <p>{t('code_none')}</p>
          <div className="actions">
            <Button onClick={draw.open}>{t('code_make')}</Button>
          </div>
        </>
      )}
      {draw.isOpen && (
        <DrawCodeDialog
          room={room}
          onDrawn={(code) => {
            keep(code)
            notify({ kind: 'good', text: t('code_made', { code }) })
            draw.close()
          }}
          onClose={draw.close}
        />
      )}
      {remove.isOpen && isAsked && (
        <RemoveCodeDialog
          room={room}
          onRemoved={() => {
            keep(null)
            notify({ kind: 'good', text: t('code_removed') })
            remove.close()
          }}
          onClose={remove.close}
        />
      )}
    </section>
  )
}

interface CodeActions {
  onRenew: () => void
  onRemove: () => void
}

/** Drawn before the secret of the service was changed: it is not known any more, and opens nothing. */
function LostCode({ onRenew, onRemove }: CodeActions) {
  const { t } = useTranslation('rooms')
  return (
    <>
      <Notice kind="careful" title={t('code_lost_title')}>
        <p>{t('code_lost')}</p>
      </Notice>
      <div className="actions">
        <Button onClick={onRenew}>{t('code_renew')}</Button>
        <Button onClick={onRemove}>{t('code_remove')}</Button>
      </div>
    </>
  )
}

function KnownCode({ code, onRenew, onRemove }: CodeActions & { code: string }) {
  const { t } = useTranslation(['rooms', 'member'])
  const notify = useNotify()
  return (
    <>
      <p className="access-code">{code}</p>
      <p className="quiet">{t('code_text')}</p>
      <div className="actions">
        <CopyButton
          text={code}
          label={t('code_copy')}
          doneLabel={t('copied_code')}
          onFail={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
        />
        <Button onClick={onRenew}>{t('code_renew')}</Button>
        <Button onClick={onRemove}>{t('code_remove')}</Button>
      </div>
    </>
  )
}

/** Shows another code at once; invitations that were read say the one before. */
function useKnownCode(room: Room): (accessCode: string | null) => void {
  const { client } = useMember()
  const queries = useQueryClient()
  const { queryKey } = client.query('rooms.get', { path: { room: room.address } })
  return (accessCode) => {
    queries.setQueryData<Room>(queryKey, (known) => known && { ...known, accessCode, isCodeLost: false })
    void queries.invalidateQueries({ queryKey: ['invitations.get'] })
  }
}
