import { CircleAlert, FileUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatShare } from '../../parts/format.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { mayPass, useFileProblem } from './file-problem.ts'
import type { UploadState, Uploads } from './uploads.ts'

interface UploadRowProps {
  upload: UploadState
  uploads: Uploads
  /** Bytes. */
  largest: number
}

/** A file on its way, with how far it is; or why it did not arrive. */
export function UploadRow({ upload, uploads, largest }: UploadRowProps) {
  const { t } = useTranslation('presentations')
  const { id, file, stage } = upload
  const isFailed = stage === 'failed'
  return (
    <div className={isFailed ? 'presentation presentation-failed' : 'presentation'}>
      {isFailed ? <CircleAlert aria-hidden /> : <FileUp aria-hidden />}
      <div className="presentation-words">
        <p className="row-title">{file.name}</p>
        {isFailed ? <Failure upload={upload} largest={largest} /> : <Progress upload={upload} />}
      </div>
      <div className="actions presentation-actions">
        {isFailed && mayPass(upload.problem) && (
          <Button aria-label={t('again_of', { name: file.name })} onClick={() => uploads.retry(id)}>
            {t('again')}
          </Button>
        )}
        <Button
          kind="quiet"
          aria-label={isFailed ? t('dismiss_of', { name: file.name }) : t('cancel_of', { name: file.name })}
          onClick={() => uploads.cancel(id)}
        >
          {isFailed ? t('dismiss') : t('cancel')}
        </Button>
      </div>
    </div>
  )
}

function Failure({ upload, largest }: Pick<UploadRowProps, 'upload' | 'largest'>) {
  const fileProblem = useFileProblem(largest)
  return <p>{fileProblem(upload.problem)}</p>
}

function Progress({ upload }: { upload: UploadState }) {
  const { t } = useTranslation('presentations')
  const { language } = useMember()
  const { file, stage, share } = upload
  if (stage !== 'sending')
    return <p className="quiet">{stage === 'checking' ? t('checking') : t('waiting')}</p>
  return (
    <p className="quiet presentation-progress">
      <progress max={1} value={share} aria-label={t('progress_of', { name: file.name })} />
      <span className="figure" aria-hidden>
        {formatShare(share, language)}
      </span>
    </p>
  )
}
