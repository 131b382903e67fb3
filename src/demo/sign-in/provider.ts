import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { errors, type Provider } from 'oidc-provider'
import type { DemoPerson } from '../people.ts'
import { pageHeaders } from './headers.ts'
import { createProvider, homeOf } from './openid.ts'
import { continueScript, endPage, peoplePage } from './page.ts'
import { openDemoStorage } from './storage.ts'
import { pageLanguage } from './texts.ts'

export interface DemoSignInOptions {
  /** The issuer's identifier; its path is where the handler answers. */
  issuer: string
  clientId: string
  redirectUris: string[]
  postLogoutRedirectUris: string[]
  /** The `aud` of access tokens: the proxy's API. */
  audience: string
  people: readonly DemoPerson[]
  /** A path; `:memory:` for tests. */
  storageFile: string
  /** How long an access token lives; 300 where nothing is said. */
  accessTokenSeconds?: number
}

export interface DemoSignIn {
  /** Answers under the issuer's path, whether that is the root of its own port or a folder of another's. */
  handler: (request: IncomingMessage, response: ServerResponse) => void
  close(): void
}

/**
 * The demo's OpenID provider, in the place of Keycloak: a real authorization-code flow with PKCE, rotating
 * refresh tokens and JWT access tokens. Only its page differs: it lists people, and asks for no password.
 */
export function createDemoSignIn(options: DemoSignInOptions): DemoSignIn {
  const issuer = new URL(options.issuer)
  const prefix = issuer.pathname.replace(/\/$/, '')
  const storage = openDemoStorage(options.storageFile)
  const provider = createProvider({ ...options, prefix, storage })
  const answerProtocol = provider.callback()
  const files = pageFiles()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [route = ''] = (request.url ?? '').split('?')
    const file = files.get(route)
    const allowed = file ? readOnly : readAndPost
    if (!allowed.includes(request.method ?? '')) refuse(response, allowed)
    else if (file) send(response, 200, file.type, file.text)
    else if (route.startsWith('/interaction/')) await answerPage(provider, options, prefix, request, response)
    else await answerProtocol(request, response)
  }

  return {
    handler(request, response) {
      mount(request, issuer.host, prefix)
      answer(request, response).catch((error: unknown) => {
        const detail = error instanceof errors.OIDCProviderError ? error.message : 'unexpected'
        send(response, 400, 'text/html', endPage({ end: 'failed', prefix, home: homeOf(options), detail }))
      })
    },
    close: storage.close,
  }
}

const readOnly = ['GET', 'HEAD', 'OPTIONS']
const readAndPost = [...readOnly, 'POST']

/** A method that nothing here has (RFC 9110, section 15.5.6). */
function refuse(response: ServerResponse, allowed: readonly string[]): void {
  response.setHeader('Allow', allowed.join(', '))
  send(response, 405, 'text/plain', 'Method Not Allowed')
}

/** oidc-provider makes its addresses from what it finds here, so the Host header that was sent is not used. */
function mount(request: IncomingMessage, host: string, prefix: string): void {
  const originalUrl = request.url ?? '/'
  request.headers.host = host
  Object.assign(request, { originalUrl })
  request.url = originalUrl.slice(prefix.length) || '/'
}

async function answerPage(
  provider: Provider,
  { people, redirectUris }: DemoSignInOptions,
  prefix: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeaders(new Headers(pageHeaders(redirectUris)))
  const { params } = await provider.interactionDetails(request, response)
  if (request.method === 'POST') return await finish(provider, people, request, response)
  const wanted = new URLSearchParams(request.url?.split('?')[1]).get('lang')
  const language = pageLanguage(wanted ?? params.ui_locales)
  send(response, 200, 'text/html', peoplePage({ language, prefix, people }))
}

async function finish(
  provider: Provider,
  people: readonly DemoPerson[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(await readBody(request))
  const person = people.find(({ subject }) => subject === form.get('person'))
  const result = person ? { login: { accountId: person.subject } } : { error: 'access_denied' }
  await provider.interactionFinished(request, response, result)
}

const mostBytes = 10_000

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) {
    body += String(chunk)
    if (body.length > mostBytes) throw new errors.InvalidRequest('the form is too large')
  }
  return body
}

function pageFiles() {
  const style = readFileSync(path.join(import.meta.dirname, 'sign-in.css'), 'utf8')
  return new Map([
    ['/sign-in.css', { type: 'text/css', text: style }],
    ['/continue.js', { type: 'text/javascript', text: continueScript }],
  ])
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  if (response.headersSent) return
  response.statusCode = status
  response.setHeader('Content-Type', `${type}; charset=utf-8`)
  response.setHeader('Cache-Control', type === 'text/html' ? 'no-store' : 'max-age=300')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.end(text)
}
