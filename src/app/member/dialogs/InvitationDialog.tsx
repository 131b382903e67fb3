import { useQuery } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config } from '../../../contract/config.ts'
import type { Language } from '../../../contract/languages.ts'
import type { Invitation, InvitationLanguage, Room } from '../../../contract/rooms.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useMember } from '../context.tsx'
import { mailto } from '../mailto.ts'
import { useNotify } from '../notify.tsx'
import { Reading } from '../reading.tsx'
import './invitation.css'

interface InvitationDialogProps {
  room: Room
  onClose: () => void
}

/** The text that invites, in French, English or both: to copy, or to send by e-mail. At `/{room}?invite`. */
export function InvitationDialog({ room, onClose }: InvitationDialogProps) {
  const { t } = useTranslation(['invitation', 'member'])
  const { client, config, language } = useMember()
  const [wanted, setWanted] = useState<InvitationLanguage>(language)
  const invitation = useQuery(
    client.query('invitations.get', { path: { room: room.address }, query: { language: wanted } }),
  )
  const french = frenchFor(language, config)

  return (
    <Dialog title={t('title')} closeLabel={t('member:close')} onClose={onClose}>
      <div className="invitation">
        <p className="quiet">{t('hint')}</p>
        <Choice
          legend={t('language')}
          value={wanted}
          onChange={setWanted}
          options={[
            { value: french, label: t('language_fr') },
            { value: 'en', label: t('language_en') },
            { value: 'both', label: t('language_both') },
          ]}
        />
        <Reading query={invitation} loading={t('loading')}>
          {(answer) => <InvitationText invitation={answer} language={wanted} />}
        </Reading>
      </div>
    </Dialog>
  )
}

function InvitationText({ invitation, language }: { invitation: Invitation; language: InvitationLanguage }) {
  const { t } = useTranslation(['invitation', 'member'])
  const notify = useNotify()
  const { subject, text } = invitation
  return (
    <>
      <p className="invitation-subject">
        <span className="quiet">{t('subject')}</span> {subject}
      </p>
      <textarea
        className="invitation-text"
        aria-label={t('text')}
        lang={language === 'both' ? undefined : language}
        readOnly
        rows={12}
        value={text}
      />
      <div className="actions dialog-actions">
        <CopyButton
          kind="primary"
          text={text}
          label={t('copy')}
          doneLabel={t('copied')}
          onFail={() => notify({ kind: 'bad', text: t('member:copy_failed') })}
        />
        <LinkButton href={mailto('', invitation)}>
          <Mail aria-hidden />
          {t('send')}
        </LinkButton>
      </div>
    </>
  )
}

/** An English reader writes to French speakers in the French of the place. */
function frenchFor(language: Language, config: Config): 'fr' | 'fr-CA' {
  const wanted = language === 'en' ? config.defaultLanguage : language
  return wanted === 'fr-CA' ? 'fr-CA' : 'fr'
}
