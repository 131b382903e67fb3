import { Upload } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'

/** For the browser's own window; what a file really is, the proxy looks at. */
const accepted = '.pdf,.pptx,.ppt,.odp,.docx,.doc,.odt,.xlsx,.xls,.ods,.jpg,.jpeg,.jfif,.jpe,.png'

interface FileAreaProps {
  hint: string
  onFiles: (files: readonly File[]) => void
}

/** Files are chosen with a button, or dropped here. */
export function FileArea({ hint, onFiles }: FileAreaProps) {
  const { t } = useTranslation('presentations')
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null) => {
    if (files && files.length > 0) onFiles([...files])
  }
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same
    <div
      className={isOver ? 'file-area file-area-over' : 'file-area'}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <div className="actions">
        <Button onClick={() => input.current?.click()} aria-describedby="file-hint">
          <Upload aria-hidden />
          {t('add')}
        </Button>
        <span className="quiet file-area-drop">{t('drop')}</span>
      </div>
      <p className="hint" id="file-hint">
        {hint}
      </p>
      <input
        ref={input}
        hidden
        type="file"
        multiple
        accept={accepted}
        aria-label={t('add')}
        onChange={({ currentTarget }) => {
          take(currentTarget.files)
          // The same file may be chosen once more.
          currentTarget.value = ''
        }}
      />
    </div>
  )
}
