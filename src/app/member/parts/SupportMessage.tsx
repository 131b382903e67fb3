import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useMember } from './context.tsx'
import { mailto } from './mailto.ts'
import { useNotify } from './notify.tsx'

interface SupportMessageProps {
  subject: string
  /** Line by line. */
  lines: readonly string[]
}

/** A message that needs no writing: to copy, or to send where the service says where to. */
export function SupportMessage({ subject, lines }: SupportMessageProps) {
  const { t } = useTranslation('account')
  const { config } = useMember()
  const notify = useNotify()
  const { email } = config.support
  const text = lines.join('\n')
  return (
    <section className="card">
      <h2>{t('message_title')}</h2>
      <p className="letter">{text}</p>
      <div className="actions">
        <CopyButton
          text={`${subject}\n\n${text}`}
          label={t('message_copy')}
          doneLabel={t('message_copied')}
          onFail={() => notify({ kind: 'bad', text: t('message_copy_failed') })}
        />
        {email !== null && (
          <LinkButton href={mailto(email, { subject, text })}>{t('refused_write')}</LinkButton>
        )}
      </div>
    </section>
  )
}
