import { type ComponentType, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { RoomHead } from '../RoomHead.tsx'
import type { ViewProps } from '../views.ts'

/** Ready to be heard? Its code comes when it is asked for; whoever does not want it goes on. */
export function CheckPage({ page, view }: ViewProps<'check'>) {
  const { t } = useTranslation('check')
  const { join } = view
  return (
    <div className="door">
      <RoomHead join={join} language={page.language} />
      <div className="stack">
        <h2>{t('title')}</h2>
        <p>{t('lead')}</p>
        <Check />
        <div className="actions">
          <LinkButton kind="primary" href={paths.roomAsGuest(join.room)}>
            {t('go_on')}
          </LinkButton>
          {join.dialIn && <LinkButton href={paths.roomPhone(join.room)}>{t('by_phone')}</LinkButton>}
        </div>
        <p className="hint">{t(join.dialIn ? 'way_out_phone' : 'way_out')}</p>
      </div>
    </div>
  )
}

function Check() {
  const { t } = useTranslation('check')
  const [isAlive, setAlive] = useState(false)
  const [isComing, setComing] = useState(false)
  const [isLost, setLost] = useState(false)
  const [Ready, setReady] = useState<ComponentType | null>(null)
  useEffect(() => setAlive(true), [])

  async function begin() {
    setComing(true)
    setLost(false)
    try {
      const { ReadyCheck } = await import('../check/ReadyCheck.tsx')
      setReady(() => ReadyCheck)
    } catch {
      setLost(true)
    }
    setComing(false)
  }

  if (Ready) return <Ready />
  if (!isAlive) return <p className="quiet">{t('needs_script')}</p>
  return (
    <>
      {isLost && (
        <Notice kind="bad" title={t('not_loaded')} role="alert">
          <p>{t('not_loaded_text')}</p>
        </Notice>
      )}
      <div className="actions">
        <Button kind="tinted" busy={isComing} onClick={begin}>
          {t('begin')}
        </Button>
      </div>
    </>
  )
}
