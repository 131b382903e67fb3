import { CircleDot } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import './meeting-line.css'

/**
 * The recording notice above a button that leads straight in. Its words are those of `noticeVersion`.
 * @param isOwner whose own room it is agrees to nothing: they decided it
 */
export function RecordingNotice({ isOwner }: { isOwner: boolean }) {
  const { t } = useTranslation('common')
  return (
    <p className="meeting-waiting">
      <CircleDot aria-hidden />
      <span>{t(isOwner ? 'may_be_recorded' : 'may_be_recorded_agree')}</span>
    </p>
  )
}
