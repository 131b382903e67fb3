import { hydrateRoot } from 'react-dom/client'
import type { PublicPage, Texts } from '../../contract/pages.ts'
import { answerCheck } from '../answer-check.ts'
import { createClient } from '../client.ts'
import { createI18n } from '../i18n.ts'
import type { Browser } from './browser.tsx'
import { chime } from './chime.ts'
import { PublicApp } from './PublicApp.tsx'

/** Guests bring no token. */
const nobody = {
  authorize: async (request: Request) => request,
  reauthorize: async (request: Request) => request,
}

const page: PublicPage = JSON.parse(document.getElementById('page')?.textContent ?? 'null')

const browser: Browser = {
  client: createClient({
    fetch: window.fetch.bind(window),
    origin: location.origin,
    session: nobody,
    check: answerCheck(page.config),
  }),
  fetch: window.fetch.bind(window),
  origin: location.origin,
  open: (url) => location.assign(url),
  replace: (path) => location.replace(path),
  fragment: () => location.hash.slice(1),
  replaceAddress: (path) => history.replaceState(null, '', path),
  setTitle: (title) => {
    document.title = title
  },
  chime,
  device: () => localStorage,
  tab: () => sessionStorage,
  browserUser: () => /(?:^|; )foyer_member=[01]\.([a-z0-9]+)/.exec(document.cookie)?.[1] ?? '',
  random: Math.random,
}

const root = document.getElementById('root')
const texts: Texts = JSON.parse(document.getElementById('texts')?.textContent ?? 'null')
if (root)
  hydrateRoot(root, <PublicApp page={page} i18n={createI18n(page.language, texts)} browser={browser} />)
