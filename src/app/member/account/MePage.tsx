import { LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Me } from '../../../contract/me.ts'
import { localText } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Folding } from '../../ui/Folding.tsx'
import { useMember } from '../parts/context.tsx'
import { Page } from '../parts/Page.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import { useSignOut } from '../parts/sign-out.ts'
import { DecisionSteps } from '../refusal/DecisionSteps.tsx'
import { Refused } from '../refusal/Refused.tsx'

/** The account page: the person, their organisations, and why they were let in. */
export function MePage() {
  const { t } = useTranslation('account')
  const me = useReading('me.get', {})
  const signOut = useSignOut()
  if (me.data && !me.data.decision.allowed) return <Refused />
  return (
    <Page
      title={t('title')}
      actions={
        <Button busy={signOut.isBusy} onClick={signOut.signOut}>
          <LogOut aria-hidden />
          {t('sign_out')}
        </Button>
      }
    >
      <Reading query={me} loading={t('loading')}>
        {(known) => <Account me={known} />}
      </Reading>
    </Page>
  )
}

function Account({ me }: { me: Me }) {
  const { t } = useTranslation('account')
  return (
    <div className="page-sections">
      <Identity me={me} />
      <Organisations me={me} />
      <Folding title={t('admitted_title')} summary={t('ref', { ref: me.decision.ref })} isBare>
        <p className="quiet">{t('admitted_text')}</p>
        <DecisionSteps steps={me.decision.steps} />
        <p className="quiet">{t('ref', { ref: me.decision.ref })}</p>
      </Folding>
    </div>
  )
}

function Identity({ me }: { me: Me }) {
  const { t } = useTranslation('account')
  const { config, language } = useMember()
  const issuer = config.issuers.find(({ id }) => id === me.issuer)
  return (
    <section className="card">
      <dl className="facts">
        <div>
          <dt>{t('name')}</dt>
          <dd>{me.name}</dd>
        </div>
        <div>
          <dt>{t('email')}</dt>
          <dd>{me.email ?? <span className="quiet">{t('no_email')}</span>}</dd>
        </div>
        <div>
          <dt>{t('issuer')}</dt>
          <dd>{issuer ? localText(issuer.label, language) : me.issuer}</dd>
        </div>
      </dl>
      {me.operator && (
        <p>
          {t('operator_text')} <Link to={paths.operatorAccess}>{t('operator_link')}</Link>
        </p>
      )}
      <p className="quiet">{t('identity_hint')}</p>
    </section>
  )
}

function Organisations({ me }: { me: Me }) {
  const { t } = useTranslation(['account', 'organisations'])
  const { language } = useMember()
  return (
    <section className="stack">
      <h2>{t('organisations')}</h2>
      <ul className="plain-list row-list">
        {me.organisations.map(({ id, name, administrator }) => (
          <li key={id} className="row">
            <span className="row-title">{localText(name, language)}</span>
            <span className="quiet">{t(administrator ? 'administrator' : 'member')}</span>
            {(administrator || me.operator) && (
              <Link className="button button-plain" to={paths.organisation(id)}>
                {t('organisations:to_page', { organisation: localText(name, language) })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
