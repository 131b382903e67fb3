import { Camera } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { DeviceAdvice } from './DeviceAdvice.tsx'
import { useDevice } from './use-device.ts'

/** How others will see one; nothing leaves the device. */
export function CameraCheck({ onFound }: { onFound: (what: string) => void }) {
  const { t } = useTranslation('check')
  const device = useDevice('camera', onFound)
  return (
    <section className="check-part" aria-label={t('camera')}>
      <h2>
        <Camera aria-hidden />
        {t('camera')}
      </h2>
      <p>{t('camera_text')}</p>
      {device.stream && <Preview stream={device.stream} onSeen={() => onFound('seen')} />}
      {device.problem && <DeviceAdvice device="camera" problem={device.problem} />}
      <div className="actions">
        {device.stream ? (
          <Button onClick={device.close}>{t('camera_stop')}</Button>
        ) : (
          <Button kind="tinted" busy={device.isAsking} onClick={device.open}>
            {t(device.problem ? 'again' : 'camera_start')}
          </Button>
        )}
      </div>
    </section>
  )
}

function Preview({ stream, onSeen }: { stream: MediaStream; onSeen: () => void }) {
  const { t } = useTranslation('check')
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [stream])
  return (
    <video
      ref={video}
      className="preview"
      muted
      autoPlay
      playsInline
      aria-label={t('camera_preview')}
      onPlaying={onSeen}
    />
  )
}
