import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { I18nextProvider } from 'react-i18next'
import { createBrowserRouter, RouterProvider } from 'react-router'
import type { Config } from '../../contract/config.ts'
import type { Language } from '../../contract/languages.ts'
import { type AnswerCheck, ClientProblem, createClient } from '../client.ts'
import { createI18n } from '../i18n.ts'
import type { Session } from '../session/session.ts'
import { loadTexts } from '../texts.ts'
import { type Browser, MemberProvider } from './parts/context.tsx'
import { sendFile } from './presentations/send-file.ts'
import { createRoutes } from './routes.tsx'

export interface AppDependencies {
  session: Session
  config: Config
  language: Language
  fetch: typeof fetch
  browser: Browser
  /** Left out where answers are taken as they come. */
  check?: AnswerCheck | undefined
}

/** The whole member application at the window's address, with its texts at hand. */
export async function createApp({ fetch, check, ...parts }: AppDependencies): Promise<ReactElement> {
  const { session, language } = parts
  const client = createClient({ fetch, session, sendFile, check, origin: window.location.origin })
  const queries = createQueries()
  const texts = await loadTexts(language)
  const router = createBrowserRouter(createRoutes({ client, queries }))

  // Answers cached for one person are dropped before the next one sees the pages, also after a session that expired.
  let last = identityIn(session)
  session.subscribe(() => {
    const identity = identityIn(session)
    const isOther = identity !== null && last !== null && identity !== last
    if (session.current().status === 'signed_out' || isOther) queries.clear()
    last = identity ?? last
  })
  return (
    <I18nextProvider i18n={createI18n(language, texts)}>
      <I18nProvider locale={language}>
        <QueryClientProvider client={queries}>
          <MemberProvider parts={{ ...parts, client }}>
            <RouterProvider router={router} />
          </MemberProvider>
        </QueryClientProvider>
      </I18nProvider>
    </I18nextProvider>
  )
}

function identityIn(session: Session): string | null {
  const state = session.current()
  return state.status === 'signed_in' ? state.identity : null
}

/** A question is asked again at once when the page is seen again; a change is never sent twice by itself. */
function createQueries(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        // A browser's word that it is offline is not believed: the proxy may be on the same machine.
        networkMode: 'always',
        // A page does not repeat the query of its route.
        staleTime: 1_000,
        refetchOnWindowFocus: 'always',
        refetchOnReconnect: 'always',
        retry: (count, error) => count < 2 && mayPass(error),
      },
      mutations: { networkMode: 'always' },
    },
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void queries.invalidateQueries()
  })
  return queries
}

/** The network, or a proxy that is being restarted: worth another try. */
function mayPass(error: Error): boolean {
  return error instanceof ClientProblem && (error.status === null || error.status >= 502)
}
