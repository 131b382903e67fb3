import { Mic } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { DeviceAdvice } from './DeviceAdvice.tsx'
import { followLevel, heard } from './level.ts'
import { useDevice } from './use-device.ts'

/** Whether others will hear: a level that moves with the voice. */
export function MicrophoneCheck({ onFound }: { onFound: (what: string) => void }) {
  const { t } = useTranslation('check')
  const device = useDevice('microphone', onFound)
  return (
    <section className="check-part" aria-label={t('microphone')}>
      <h2>
        <Mic aria-hidden />
        {t('microphone')}
      </h2>
      {device.stream ? (
        <Level stream={device.stream} onHeard={() => onFound('heard')} />
      ) : (
        <>
          <p>{t('microphone_text')}</p>
          {device.problem && <DeviceAdvice device="microphone" problem={device.problem} />}
        </>
      )}
      <div className="actions">
        {device.stream ? (
          <Button onClick={device.close}>{t('microphone_stop')}</Button>
        ) : (
          <Button kind="tinted" busy={device.isAsking} onClick={device.open}>
            {t(device.problem ? 'again' : 'microphone_start')}
          </Button>
        )}
      </div>
    </section>
  )
}

function Level({ stream, onHeard }: { stream: MediaStream; onHeard: () => void }) {
  const { t } = useTranslation('check')
  const [level, setLevel] = useState(0)
  const [isHeard, setHeard] = useState(false)

  const latest = useRef(onHeard)

  useEffect(() => {
    latest.current = onHeard
  })
  useEffect(() => {
    let isTold = false
    return followLevel(stream, (now) => {
      setLevel(now)
      if (now < heard || isTold) return
      isTold = true
      setHeard(true)
      latest.current()
    })
  }, [stream])

  return (
    <>
      <label className="level">
        {t('level')}
        <meter min={0} max={1} value={level} />
      </label>
      <div role="status">
        {isHeard ? (
          <Notice kind="good" title={t('microphone_heard')} />
        ) : (
          <p className="quiet">{t('microphone_speak')}</p>
        )}
      </div>
      {!isHeard && <p className="hint">{t('microphone_silent')}</p>}
    </>
  )
}
