import { CircleUser } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config } from '../../contract/config.ts'
import type { Language } from '../../contract/languages.ts'
import { paths } from '../paths.ts'
import { localText } from './format.ts'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { SiteFooter } from './SiteFooter.tsx'
import './shell.css'

interface LinkProps {
  href: string
  className?: string
  'aria-current'?: 'page' | undefined
  children: ReactNode
}

/** How a page links to a member page: a plain link on public pages, the router's on member pages. */
export type LinkComponent = ComponentType<LinkProps>

export interface ShellProps {
  config: Config
  language: Language
  /** The address of this page, path and query. */
  path: string
  /** A session is stored in this browser. */
  member: boolean
  link?: LinkComponent
  /** The member's menu; left out: a link to the account, or to sign in. */
  account?: ReactNode
  children: ReactNode
}

/** The frame of every page: brand, navigation, language, account; below it who runs the service and who helps. */
export function Shell({ config, language, path, member, link = PlainLink, account, children }: ShellProps) {
  const { t } = useTranslation('common')
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="site-head">
        {config.demo && <p className="demo-line">{t('demo')}</p>}
        <div className="site-row">
          <Brand config={config} language={language} link={link} />
          <SiteNav path={path} member={member} link={link} />
          <div className="site-tools">
            <LanguageSwitch config={config} language={language} path={path} />
            {account ?? <AccountLink path={path} member={member} link={link} />}
          </div>
        </div>
      </header>
      <main className="site-main" id="main" tabIndex={-1}>
        {children}
      </main>
      <SiteFooter config={config} language={language} signIn={member ? null : paths.signIn(path)} />
    </>
  )
}

function PlainLink(props: LinkProps) {
  return <a {...props} />
}

function Brand({ config, language, link: Link }: Required<Pick<ShellProps, 'config' | 'language' | 'link'>>) {
  return (
    <Link className="brand" href={paths.home}>
      {config.brand.logo ? <img src={config.brand.logo} alt="" height={28} /> : <Mark />}
      <span>{localText(config.brand.name, language)}</span>
    </Link>
  )
}

/** The door of Foyer, for those who have no logo of their own. The same drawing is the favicon. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
      <path className="mark-wall" d="M3 22V11a9 9 0 0 1 18 0v11z" />
      <path className="mark-door" d="M8 22V11.5a4 4 0 0 1 8 0V22z" />
    </svg>
  )
}

type PlacesProps = Required<Pick<ShellProps, 'path' | 'member' | 'link'>>

function SiteNav({ path, member, link: Link }: PlacesProps) {
  const { t } = useTranslation('common')
  const current = (place: string) => (path.split('?')[0] === place ? 'page' : undefined)
  return (
    <nav className={member ? 'site-nav site-nav-member' : 'site-nav'} aria-label={t('places')}>
      {member && (
        <>
          <Link href={paths.home} aria-current={current(paths.home)}>
            {t('rooms')}
          </Link>
          <Link href={paths.recordings} aria-current={current(paths.recordings)}>
            {t('recordings')}
          </Link>
        </>
      )}
      <a className="site-status" href={paths.status} aria-current={current(paths.status)}>
        {t('status')}
      </a>
    </nav>
  )
}

function AccountLink({ path, member, link: Link }: PlacesProps) {
  const { t } = useTranslation('common')
  if (member) {
    return (
      <Link className="button button-quiet account-link" href={paths.me}>
        <CircleUser aria-hidden />
        <span>{t('account')}</span>
      </Link>
    )
  }
  return (
    <a className="button button-plain site-sign-in" href={paths.signIn(path)}>
      {t('sign_in')}
    </a>
  )
}
