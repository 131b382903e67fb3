import { useTranslation } from 'react-i18next'
import type { JoinInfo } from '../../contract/join.ts'

/** Notes before going in: the hosts' message, and that a moderator lets guests in. */
export function JoinNotes({ join }: { join: JoinInfo }) {
  const { t } = useTranslation('public')
  const isAwaited = join.state === 'waiting' && join.waitingMessage !== ''
  return (
    <>
      {isAwaited && (
        <figure className="host-message">
          <figcaption>{t('host_message')}</figcaption>
          <blockquote>{join.waitingMessage}</blockquote>
        </figure>
      )}
      {join.approval && <p>{t('join_approval')}</p>}
    </>
  )
}
