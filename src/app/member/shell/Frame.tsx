import { CircleUser } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { type LinkComponent, Shell } from '../../parts/Shell.tsx'
import { paths } from '../../paths.ts'
import { useMember } from '../parts/context.tsx'
import { NotifyProvider } from '../parts/notify.tsx'
import { useSessionState } from '../parts/session-state.ts'
import '../../ui/card.css'
import './member.css'

/** The frame of every member page. After a navigation the new page's heading has the focus. */
export function Frame() {
  const { config, language } = useMember()
  const { pathname, search } = useLocation()
  const state = useSessionState()
  useHeadingFocus(pathname)

  return (
    <Shell
      config={config}
      language={language}
      path={pathname + search}
      member={state.status === 'signed_in'}
      link={RouterLink}
      account={state.status === 'signed_in' ? <Account name={state.name} /> : undefined}
    >
      <NotifyProvider>
        <Outlet />
      </NotifyProvider>
      <ScrollRestoration />
    </Shell>
  )
}

const RouterLink: LinkComponent = ({ href, ...rest }) => <Link to={href} {...rest} />

/** The way to one's account says who is signed in. */
function Account({ name }: { name: string | null }) {
  const { t } = useTranslation('common')
  return (
    <Link className="button button-quiet account-link" to={paths.me}>
      <CircleUser aria-hidden />
      <span>{name ?? t('account')}</span>
    </Link>
  )
}

function useHeadingFocus(pathname: string): void {
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    document.querySelector('h1')?.focus()
  }, [pathname])
}
