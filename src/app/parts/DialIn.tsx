import { Phone, Printer } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import type { DialIn as DialInInfo, PhoneNumber } from '../../contract/phone.ts'
import { paths } from '../paths.ts'
import { Notice } from '../ui/Notice.tsx'
import { countryName, groupPin, telHref } from './format.ts'
import { SilentNumber } from './SilentNumber.tsx'
import './dial-in.css'

interface DialInProps {
  /** The room's address. */
  room: string
  dialIn: DialInInfo | null
  language: Language
}

/** The way in by phone: PIN and numbers to be read aloud or touched. Nothing where no number is configured. */
export function DialIn({ room, dialIn, language }: DialInProps) {
  const { t } = useTranslation('common')
  const headingId = useId()
  if (!dialIn || dialIn.numbers.length === 0) return null
  const hash = hashOf(dialIn.numbers)
  const servers = new Set(dialIn.numbers.map(({ server }) => server.id))

  return (
    <section className="dial-in" aria-labelledby={headingId}>
      <h2 id={headingId}>
        <Phone aria-hidden />
        {t('phone_title')}
      </h2>
      <p className="quiet">{t('phone_lead')}</p>
      <dl className="dial-in-pin">
        <dt>{t('phone_pin')}</dt>
        <dd>
          <strong className="figure">{groupPin(dialIn.pin)}</strong> {hash === 'all' && t('phone_hash')}
        </dd>
      </dl>
      <ul className="plain-list dial-in-numbers">
        {dialIn.numbers.map((number) => (
          <NumberLine
            key={`${number.server.id} ${number.number}`}
            number={number}
            pin={dialIn.pin}
            language={language}
            saysHash={hash === 'some' && number.hash}
          />
        ))}
      </ul>
      {dialIn.elsewhere && <p className="hint">{t('phone_elsewhere')}</p>}
      {(dialIn.replaced || dialIn.renewed) && (
        <Notice kind="careful">
          <p>{t(dialIn.renewed ? 'phone_renewed' : 'phone_replaced')}</p>
        </Notice>
      )}
      <Truths severalServers={servers.size > 1} />
      <a className="dial-in-page" href={paths.roomPhone(room)}>
        <Printer aria-hidden />
        {t('phone_page')}
      </a>
    </section>
  )
}

interface NumberLineProps {
  number: PhoneNumber
  pin: string
  language: Language
  saysHash: boolean
}

function NumberLine({ number, pin, language, saysHash }: NumberLineProps) {
  const { t } = useTranslation('common')
  const notes = [
    countryName(number.country, language),
    number.tollFree ? t('phone_toll_free') : null,
    saysHash ? t('phone_number_hash') : null,
  ]
  return (
    <li>
      <a className="figure" href={telHref({ number: number.number, pin, hash: number.hash })}>
        {number.number}
      </a>
      <span className="quiet">{notes.filter((note) => note !== null).join(' · ')}</span>
      <SilentNumber since={number.silentSince} language={language} />
    </li>
  )
}

/** Facts that a caller cannot guess. */
function Truths({ severalServers }: { severalServers: boolean }) {
  const { t } = useTranslation('common')
  return (
    <details className="fold">
      <summary>{t('phone_truths')}</summary>
      <ul>
        <li>{t('phone_truth_when')}</li>
        {severalServers && <li>{t('phone_servers')}</li>}
        <li>{t('phone_truth_touch')}</li>
        <li>{t('phone_truth_mute')}</li>
        <li>{t('phone_truth_direct')}</li>
        <li>{t('phone_truth_hidden')}</li>
        <li>{t('phone_truth_open_line')}</li>
      </ul>
    </details>
  )
}

/** Whether the pound key ends the PIN at each of the numbers: then it is said once, beside the PIN. */
function hashOf(numbers: readonly PhoneNumber[]): 'all' | 'some' | 'none' {
  if (numbers.every(({ hash }) => hash)) return 'all'
  return numbers.some(({ hash }) => hash) ? 'some' : 'none'
}
