import { Volume2, VolumeX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { useBrowser } from './browser.tsx'
import { isSoundWanted, keepSound } from './memory.ts'

/** A sound when the meeting opens: off until somebody wants it, and remembered on this device. */
export function SoundSwitch() {
  const { t } = useTranslation('public')
  const browser = useBrowser()
  /** null: written by the server, or no script has come. */
  const [isOn, setOn] = useState<boolean | null>(null)
  useEffect(() => setOn(isSoundWanted(browser().device)), [browser])

  function change(wanted: boolean) {
    setOn(wanted)
    keepSound(browser().device, wanted)
    // It is heard as it will be; browsers allow sounds once somebody has touched the page.
    if (wanted) browser().chime()
  }

  if (isOn === null) return null
  const Icon = isOn ? Volume2 : VolumeX
  return (
    <div className="actions">
      <Button kind={isOn ? 'tinted' : 'plain'} aria-pressed={isOn} onClick={() => change(!isOn)}>
        <Icon aria-hidden />
        {t('sound')}
      </Button>
    </div>
  )
}
