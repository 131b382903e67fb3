import { createRoot } from 'react-dom/client'
import type { Config } from '../../contract/config.ts'
import type { Language } from '../../contract/languages.ts'
import { answerCheck } from '../answer-check.ts'
import { createSession } from '../session/session.ts'
import { isReturnPath } from './account/return-paths.ts'
import { createApp } from './app.tsx'
import { reloadWhenOutdated } from './shell/outdated.ts'
import '../ui/tokens.css'
import '../ui/base.css'

/** Values that the proxy writes into the document. */
interface Boot {
  config: Config
  language: Language
}

function readBoot(): Boot {
  return JSON.parse(document.getElementById('boot')?.textContent ?? '')
}

async function main(): Promise<void> {
  reloadWhenOutdated()
  const { config, language } = readBoot()
  const session = createSession({
    issuers: config.issuers,
    language: () => language,
    matchesRoute: isReturnPath,
  })
  const root = document.getElementById('root')
  if (!root) throw new Error('the document has no place for the application')
  const app = await createApp({
    session,
    config,
    language,
    fetch: (...request) => fetch(...request),
    check: answerCheck(config),
    browser: {
      open: (url) => location.assign(url),
      replace: (url) => location.replace(url),
    },
  })
  createRoot(root).render(app)
}

await main()
