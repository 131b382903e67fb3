import { Volume2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useBrowser } from '../browser.tsx'

/** Whether one will hear the others: a sound, and the question. */
export function SpeakerCheck({ onFound }: { onFound: (what: string) => void }) {
  const { t } = useTranslation('check')
  const browser = useBrowser()
  const [answer, setAnswer] = useState<'played' | 'heard' | 'not_heard' | null>(null)
  const say = (what: 'played' | 'heard' | 'not_heard') => {
    setAnswer(what)
    onFound(what.replace('_', ' '))
  }
  return (
    <section className="check-part" aria-label={t('speaker')}>
      <h2>
        <Volume2 aria-hidden />
        {t('speaker')}
      </h2>
      <p>{t('speaker_text')}</p>
      <div className="actions">
        <Button
          kind="tinted"
          onClick={() => {
            browser().chime()
            say('played')
          }}
        >
          {t(answer === null ? 'speaker_start' : 'speaker_again')}
        </Button>
        {answer === 'played' && (
          <>
            <Button onClick={() => say('heard')}>{t('speaker_yes')}</Button>
            <Button onClick={() => say('not_heard')}>{t('speaker_no')}</Button>
          </>
        )}
      </div>
      <div role="status">
        {answer === 'heard' && <Notice kind="good" title={t('speaker_heard')} />}
        {answer === 'not_heard' && (
          <Notice kind="careful" title={t('speaker_not_heard')}>
            <p>{t('speaker_advice')}</p>
          </Notice>
        )}
      </div>
    </section>
  )
}
