import { Printer } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JoinInfo } from '../../../contract/join.ts'
import type { Language } from '../../../contract/languages.ts'
import type { DialIn } from '../../../contract/phone.ts'
import { formatDate, groupPin, telHref } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { NumbersByCountry } from '../NumbersByCountry.tsx'
import { RoomHead } from '../RoomHead.tsx'
import type { ViewProps } from '../views.ts'
import './phone.css'

/** How to take part by phone: to print, or to read to somebody. Where guests may not know the PIN, how else. */
export function PhonePage({ page, view }: ViewProps<'phone'>) {
  const { t } = useTranslation('phone')
  const { join } = view
  const { dialIn } = join
  return (
    <div className="phone-page">
      <RoomHead join={join} language={page.language} />
      {dialIn && dialIn.numbers.length > 0 ? (
        <>
          <p className="lead">{t('lead')}</p>
          <OnlyThisTime dialIn={dialIn} />
          <Steps join={join} dialIn={dialIn} language={page.language} />
          <Expect dialIn={dialIn} />
          <p className="quiet">
            {t('as_of', {
              date: formatDate(page.now, page.language, 'UTC'),
              link: new URL(paths.roomPhone(join.room), page.config.publicUrl).href.replace(
                /^https?:\/\//,
                '',
              ),
            })}
          </p>
        </>
      ) : (
        <Notice kind="info" title={t('none_title')}>
          <p>{t('none_text')}</p>
          <p>{t('none_do')}</p>
        </Notice>
      )}
      <div className="actions">
        {dialIn && <PrintButton />}
        <LinkButton href={paths.room(join.room)}>{t('to_room')}</LinkButton>
      </div>
    </div>
  )
}

/** A notice about numbers that hold for the present meeting alone. */
function OnlyThisTime({ dialIn }: { dialIn: DialIn }) {
  const { t } = useTranslation('phone')
  if (!dialIn.elsewhere && !dialIn.replaced && !dialIn.renewed) return null
  return (
    <Notice kind="careful">
      {dialIn.elsewhere && <p>{t('elsewhere')}</p>}
      {dialIn.replaced && <p>{t('replaced')}</p>}
      {dialIn.renewed && <p>{t('renewed')}</p>}
    </Notice>
  )
}

interface StepsProps {
  join: JoinInfo
  dialIn: DialIn
  language: Language
}

function Steps({ join, dialIn, language }: StepsProps) {
  const { t } = useTranslation('phone')
  const { pin, numbers } = dialIn
  const everyHash = numbers.every(({ hash }) => hash)
  const severalServers = new Set(numbers.map(({ server }) => server.id)).size > 1
  return (
    <ol className="plain-list phone-steps">
      <Step title={t(numbers.length === 1 ? 'step_call_single' : 'step_call')}>
        {join.state === 'open' && <p>{t('open_now')}</p>}
        {severalServers && <p>{t('servers')}</p>}
        <NumbersByCountry
          numbers={numbers}
          language={language}
          hrefOf={({ number, hash }) => telHref({ number, pin, hash })}
          saysHash={!everyHash}
        />
      </Step>
      <Step title={t('step_pin')}>
        <p>
          <strong className="figure phone-figure">{groupPin(pin)}</strong> {everyHash && t('step_pin_hash')}
        </p>
      </Step>
      <Step title={t('step_speak')}>
        <p>{t('step_mute', { key: '0' })}</p>
      </Step>
    </ol>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li>
      <h2>{title}</h2>
      {children}
    </li>
  )
}

function Expect({ dialIn }: { dialIn: DialIn }) {
  const { t } = useTranslation('phone')
  return (
    <section className="stack">
      <h2>{t('expect')}</h2>
      <ul className="phone-truths">
        <li>{t('expect_when')}</li>
        <li>{t('expect_hidden')}</li>
        <li>{t('expect_open_line')}</li>
        {!dialIn.numbers.every(({ tollFree }) => tollFree) && <li>{t('expect_cost')}</li>}
        <li className="on-screen">{t('expect_touch')}</li>
      </ul>
    </section>
  )
}

/** The browser prints without it too: it is there once a script can do it. */
function PrintButton() {
  const { t } = useTranslation('phone')
  const [isAlive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  if (!isAlive) return null
  return (
    <Button kind="primary" onClick={() => print()}>
      <Printer aria-hidden />
      {t('print')}
    </Button>
  )
}
