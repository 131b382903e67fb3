import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { CameraCheck } from './CameraCheck.tsx'
import { MicrophoneCheck } from './MicrophoneCheck.tsx'
import { type Findings, writeReport } from './report.ts'
import { SpeakerCheck } from './SpeakerCheck.tsx'
import './check.css'

/** Microphone, speaker and camera, each for itself and in any order; and what to send to those who help. */
export function ReadyCheck() {
  const [findings, setFindings] = useState<Findings>({})
  const found = (what: keyof Findings) => (result: string) =>
    setFindings((known) => ({ ...known, [what]: result }))
  return (
    <>
      <div className="check-parts">
        <MicrophoneCheck onFound={found('microphone')} />
        <SpeakerCheck onFound={found('speaker')} />
        <CameraCheck onFound={found('camera')} />
      </div>
      <Report findings={findings} />
    </>
  )
}

function Report({ findings }: { findings: Findings }) {
  const { t } = useTranslation('check')
  const [report, setReport] = useState('')
  const [isBlocked, setBlocked] = useState(false)

  useEffect(() => {
    let isOld = false
    void writeReport(window, findings).then((text) => isOld || setReport(text))
    return () => {
      isOld = true
    }
  }, [findings])

  return (
    <details className="fold">
      <summary>{t('report')}</summary>
      <div className="stack">
        <p>{t('report_text')}</p>
        <textarea className="input report" readOnly rows={11} value={report} aria-label={t('report')} />
        <div className="actions">
          <CopyButton
            text={report}
            label={t('report_copy')}
            doneLabel={t('report_copied')}
            onFail={() => setBlocked(true)}
          />
        </div>
        {isBlocked && <p role="alert">{t('report_blocked')}</p>}
      </div>
    </details>
  )
}
