import '../ui/tokens.css'
import '../ui/base.css'
import type { i18n } from 'i18next'
import { I18nextProvider } from 'react-i18next'
import type { PublicPage } from '../../contract/pages.ts'
import { Shell } from '../parts/Shell.tsx'
import { paths } from '../paths.ts'
import { type Browser, BrowserProvider } from './browser.tsx'
import { useNewUser } from './new-user.ts'
import { CheckPage } from './pages/CheckPage.tsx'
import { ClosedPage } from './pages/ClosedPage.tsx'
import { EnteringPage } from './pages/EnteringPage.tsx'
import { HomePage } from './pages/HomePage.tsx'
import { HostLinkPage } from './pages/HostLinkPage.tsx'
import { OldLinkPage } from './pages/OldLinkPage.tsx'
import { PhoneNumbersPage } from './pages/PhoneNumbersPage.tsx'
import { PhonePage } from './pages/PhonePage.tsx'
import { ProblemPage } from './pages/ProblemPage.tsx'
import { RecordingPage } from './pages/RecordingPage.tsx'
import { StatusPage } from './pages/StatusPage.tsx'
import { RoomEntrance } from './RoomEntrance.tsx'
import './public.css'

interface PublicAppProps {
  page: PublicPage
  i18n: i18n
  /** null while the server writes the page. */
  browser: Browser | null
}

/** A public page: the same component writes it on the server and brings it alive in the browser. */
export function PublicApp({ page, i18n, browser }: PublicAppProps) {
  return (
    <I18nextProvider i18n={i18n}>
      <BrowserProvider value={browser}>
        <View page={page} />
      </BrowserProvider>
    </I18nextProvider>
  )
}

function View({ page }: { page: PublicPage }) {
  const { view } = page
  useNewUser(view.view === 'waiting' ? paths.room(view.join.room) : page.path)
  switch (view.view) {
    case 'join':
    case 'waiting':
      return <RoomEntrance page={page} view={view} />
    default:
      return (
        <Shell config={page.config} language={page.language} path={page.path} member={page.member}>
          <Content page={page} />
        </Shell>
      )
  }
}

function Content({ page }: { page: PublicPage }) {
  const { view } = page
  switch (view.view) {
    case 'home':
      return <HomePage page={page} view={view} />
    case 'entering':
      return <EnteringPage page={page} view={view} />
    case 'check':
      return <CheckPage page={page} view={view} />
    case 'phone':
      return <PhonePage page={page} view={view} />
    case 'numbers':
      return <PhoneNumbersPage page={page} view={view} />
    case 'host_link':
      return <HostLinkPage page={page} view={view} />
    case 'status':
      return <StatusPage page={page} view={view} />
    case 'recording':
      return <RecordingPage page={page} view={view} />
    case 'closed':
      return <ClosedPage page={page} view={view} />
    case 'old_link':
      return <OldLinkPage page={page} view={view} />
    case 'problem':
      return <ProblemPage page={page} view={view} />
    default:
      return null
  }
}
