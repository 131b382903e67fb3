import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import { formatMoment } from './format.ts'
import { useReaderZone } from './ScheduledMeeting.tsx'
import './dial-in.css'

interface SilentNumberProps {
  /** Epoch milliseconds; null: nothing is said. */
  since: number | null
  language: Language
}

/** Since when a phone number leads nowhere, because its server does not work. */
export function SilentNumber({ since, language }: SilentNumberProps) {
  const { t } = useTranslation('common')
  const readerZone = useReaderZone()
  if (since === null) return null
  const when = formatMoment(since, language, readerZone ?? 'UTC')
  return <span className="number-silent">{t('phone_silent', { when })}</span>
}
