import { useQuery } from '@tanstack/react-query'
import { CalendarArrowDown, Download, Mail, Share2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config } from '../../../contract/config.ts'
import type { Language } from '../../../contract/languages.ts'
import type { Invitation, InvitationLanguage, Room } from '../../../contract/rooms.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useMember } from '../parts/context.tsx'
import { mailto } from '../parts/mailto.ts'
import { useNotify } from '../parts/notify.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { allDates } from '../schedules/schedules.ts'
import './invitation.css'

interface InvitationDialogProps {
  room: Room
  onClose: () => void
}

/**
 * The text that invites, in French, English or both: to copy, to share or to send by e-mail; the dates for a calendar,
 * the link for a camera. At `/{room}?invite`.
 */
export function InvitationDialog({ room, onClose }: InvitationDialogProps) {
  const { t } = useTranslation(['invitation', 'member'])
  const { client, config, language } = useMember()
  const [wanted, setWanted] = useState<InvitationLanguage>(room.settings.language ?? language)
  const invitation = useQuery(
    client.query('invitations.get', { path: { room: room.address }, query: { language: wanted } }),
  )
  const french = frenchFor(room.settings.language ?? language, config)

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
          {(answer) => <InvitationText room={room} invitation={answer} language={wanted} />}
        </Reading>
        <InvitationQr room={room} link={linkOf(room, config)} />
      </div>
    </Dialog>
  )
}

interface InvitationTextProps {
  room: Room
  invitation: Invitation
  language: InvitationLanguage
}

function InvitationText({ room, invitation, language }: InvitationTextProps) {
  const { t } = useTranslation(['invitation', 'member'])
  const { config } = useMember()
  const notify = useNotify()
  const schedules = useReading('schedules.list', allDates(room.address))
  const feed = schedules.data?.feed
  const { subject, text } = invitation
  const onFail = () => notify({ kind: 'bad', text: t('member:copy_failed') })
  return (
    <>
      <div className="invitation-subject">
        <p>
          <span className="quiet">{t('subject')}</span> {subject}
        </p>
        <CopyButton
          kind="quiet"
          text={subject}
          label={t('copy_subject')}
          doneLabel={t('copied_subject')}
          onFail={onFail}
        />
      </div>
      <textarea
        className="invitation-text"
        aria-label={t('text')}
        lang={language === 'both' ? undefined : language}
        readOnly
        rows={12}
        value={text}
      />
      <div className="actions">
        <CopyButton kind="primary" text={text} label={t('copy')} doneLabel={t('copied')} onFail={onFail} />
        <LinkButton href={mailto('', invitation)}>
          <Mail aria-hidden />
          {t('send')}
        </LinkButton>
        <ShareButton invitation={invitation} />
        <CopyButton
          text={linkOf(room, config)}
          label={t('copy_link')}
          doneLabel={t('copied_link')}
          onFail={onFail}
        />
        {room.scheduled.next && feed && (
          <LinkButton href={`${feed}?language=${language}`} download>
            <CalendarArrowDown aria-hidden />
            {t('calendar')}
          </LinkButton>
        )}
      </div>
    </>
  )
}

/** Hands the text on to another program of the device, where the browser can. */
function ShareButton({ invitation: { subject, text } }: { invitation: Invitation }) {
  const { t } = useTranslation('invitation')
  const notify = useNotify()
  if (typeof navigator.share !== 'function') return null
  function share() {
    navigator.share({ title: subject, text }).catch((failure: unknown) => {
      // A list that the person closed needs no message.
      if (failure instanceof DOMException && failure.name === 'AbortError') return
      notify({ kind: 'bad', text: t('share_failed') })
    })
  }
  return (
    <Button onClick={share}>
      <Share2 aria-hidden />
      {t('share')}
    </Button>
  )
}

/** The link for a camera: to look at, and as files for posters and slides. */
function InvitationQr({ room, link }: { room: Room; link: string }) {
  const { t } = useTranslation('invitation')
  return (
    <section className="invitation-qr">
      <img src={paths.qr(room.address, 'svg')} alt={t('qr_image', { link })} width={148} height={148} />
      <div>
        <h3>{t('qr')}</h3>
        <p className="quiet">{t('qr_hint')}</p>
        <div className="actions">
          {(['svg', 'png'] as const).map((format) => (
            <LinkButton
              key={format}
              href={paths.qr(room.address, format)}
              download={`${room.address}.${format}`}
            >
              <Download aria-hidden />
              {t(`qr_${format}`)}
            </LinkButton>
          ))}
        </div>
      </div>
    </section>
  )
}

function linkOf(room: Room, config: Config): string {
  return new URL(paths.room(room.address), config.publicUrl).href
}

/** An English reader writes to French speakers in the French of the place. */
function frenchFor(language: Language, config: Config): 'fr' | 'fr-CA' {
  const wanted = language === 'en' ? config.defaultLanguage : language
  return wanted === 'fr-CA' ? 'fr-CA' : 'fr'
}
