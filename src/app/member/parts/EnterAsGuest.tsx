import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'

/** A link to the guests' page of a room, which needs no sign-in. */
export function EnterAsGuest() {
  const { t } = useTranslation('account')
  const { room } = useParams()
  if (room === undefined) return null
  return <LinkButton href={paths.roomAsGuest(room)}>{t('enter_as_guest')}</LinkButton>
}
