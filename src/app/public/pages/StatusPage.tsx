import { useTranslation } from 'react-i18next'
import type { Language } from '../../../contract/languages.ts'
import type { IssuerStatus, ServerState, ServerStatus, Status } from '../../../contract/status.ts'
import { countryName, formatList, localText } from '../../parts/format.ts'
import { Badge, type BadgeKind } from '../../ui/Badge.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useBrowser } from '../browser.tsx'
import { useRefreshed } from '../refreshed.ts'
import { useDuration, useNow } from '../time.ts'
import type { ViewProps } from '../views.ts'

/** Which servers work, since when, and how old that knowledge is. */
export function StatusPage({ page, view }: ViewProps<'status'>) {
  const { t } = useTranslation('public')
  const browser = useBrowser()
  const status = useRefreshed(view.status, (signal) => browser().client.call('status.get', {}, signal))
  const now = Math.max(useNow(page.now), status.asOf)
  const { language } = page

  return (
    <div className="door status">
      <header className="room-head">
        <h1>{t('status_title')}</h1>
      </header>
      <Summary status={status} language={language} />
      <section className="stack">
        <h2>{t('status_servers')}</h2>
        {status.servers.length === 0 && <p className="quiet">{t('status_no_servers')}</p>}
        <ul className="plain-list status-list">
          {status.servers.map((server) => (
            <ServerRow key={server.id} server={server} language={language} now={now} />
          ))}
        </ul>
      </section>
      {status.signIn.length > 0 && (
        <section className="stack">
          <h2>{t('status_sign_in')}</h2>
          <ul className="plain-list status-list">
            {status.signIn.map((issuer) => (
              <IssuerRow key={issuer.id} issuer={issuer} language={language} now={now} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Summary({ status, language }: { status: Status; language: Language }) {
  const { t } = useTranslation('public')
  const parts = [
    ...status.servers.map(({ name, state }) => ({ name, state })),
    ...status.signIn.map(({ label, state }) => ({ name: label, state })),
  ]
  const broken = parts.filter(({ state }) => isBroken(state))
  if (broken.length > 0) {
    const names = formatList(
      broken.map(({ name }) => localText(name, language)),
      language,
    )
    return <Notice kind="careful" title={t('status_some', { names })} role="status" />
  }
  if (!parts.some(({ state }) => state === 'up'))
    return <Notice kind="info" title={t('status_none_known')} role="status" />
  return <Notice kind="good" title={t('status_all_well')} role="status" />
}

function isBroken(state: ServerState): boolean {
  return badges[state] === 'bad' || state === 'impaired' || state === 'unreadable'
}

const badges: Record<ServerState, BadgeKind> = {
  up: 'good',
  impaired: 'careful',
  unreadable: 'careful',
  down: 'bad',
  misconfigured: 'bad',
  draining: 'careful',
  disabled: 'neutral',
  unknown: 'neutral',
}

interface RowProps {
  language: Language
  now: number
}

function ServerRow({ server, language, now }: RowProps & { server: ServerStatus }) {
  const { t } = useTranslation('public')
  const { state } = server
  const name = localText(server.name, language)
  const country = countryName(server.country, language)
  const origin = [
    country === name ? null : country,
    server.runBy === null ? null : t('status_run_by', { name: server.runBy }),
  ].filter((part) => part !== null)
  const use =
    state === 'up' && server.meetings !== null && server.participants !== null
      ? [
          t('status_meetings', { count: server.meetings }),
          ...(server.meetings > 0 ? [t('status_people', { count: server.participants })] : []),
        ].join(', ')
      : null

  return (
    <li className="status-row">
      <div>
        <h3>{name}</h3>
        {origin.length > 0 && <p className="quiet">{origin.join(' · ')}</p>}
      </div>
      <StateFacts state={state} since={server.since} asOf={server.asOf} use={use} now={now} />
      <StateText state={state} />
      {server.unlinkedRecordings > 0 && (
        <p className="status-text">{t('status_unlinked', { count: server.unlinkedRecordings })}</p>
      )}
    </li>
  )
}

function StateText({ state }: { state: ServerState }) {
  const { t } = useTranslation('public')
  switch (state) {
    case 'impaired':
    case 'unreadable':
    case 'down':
    case 'misconfigured':
    case 'draining':
      return <p className="status-text">{t(`state_${state}_text`)}</p>
    default:
      return null
  }
}

function IssuerRow({ issuer, language, now }: RowProps & { issuer: IssuerStatus }) {
  const { t } = useTranslation('public')
  return (
    <li className="status-row">
      <h3>{localText(issuer.label, language)}</h3>
      <StateFacts state={issuer.state} since={issuer.since} asOf={issuer.asOf} use={null} now={now} />
      {issuer.state === 'down' && <p className="status-text">{t('sign_in_down_text')}</p>}
    </li>
  )
}

interface StateFactsProps extends Pick<ServerStatus, 'state' | 'since' | 'asOf'> {
  /** How much goes on there, where it is known. */
  use: string | null
  now: number
}

function StateFacts({ state, since, asOf, use, now }: StateFactsProps) {
  const { t } = useTranslation('public')
  const durationOf = useDuration()
  const facts = [
    since === null ? null : t('status_since', { duration: durationOf(now - since) }),
    use,
    asOf === null ? null : t('status_as_of', { duration: durationOf(now - asOf) }),
  ]
  return (
    <div className="status-facts">
      <Badge kind={badges[state]}>{t(`state_${state}`)}</Badge>
      <p className="quiet">{facts.filter((fact) => fact !== null).join('\u00A0· ')}</p>
    </div>
  )
}
