import { connectionProblem } from '../../bbb/connection.ts'
import type { DoctorEnvironment } from './finding.ts'

export interface Answered {
  state: 'answered'
  status: number
  headers: Headers
  text: string
  /** Epoch milliseconds. */
  sentAt: number
  receivedAt: number
}

export interface Silent {
  state: 'silent'
  /** Why, in a sentence without its subject. */
  why: string
  todo: string
}

const mostBytes = 1024 * 1024

/** One question, with a limit on its time and on the length of its answer. Redirects are not followed. */
export async function ask(
  parts: DoctorEnvironment,
  address: string,
  init: RequestInit = {},
): Promise<Answered | Silent> {
  const sentAt = parts.now()
  try {
    const signal = AbortSignal.timeout(parts.timeout)
    const answer = await parts.fetch(address, { ...init, redirect: 'manual', signal })
    const receivedAt = parts.now()
    const { status, headers } = answer
    return { state: 'answered', status, headers, text: await readText(answer), sentAt, receivedAt }
  } catch (error) {
    return silence(connectionProblem(error).message, new URL(address).host)
  }
}

/** Whether a browser gives the answer to a page of this origin (Fetch standard, CORS check). */
export function isOpenTo({ headers }: Answered, origin: string): boolean {
  const allowed = headers.get('Access-Control-Allow-Origin')
  return allowed === '*' || allowed === origin
}

async function readText(answer: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > mostBytes) break
  }
  return text
}

/**
 * The meaning of a failed connection, and what to look at.
 * @param code of Node, of undici, or the name of an abort
 */
export function silence(code: string, host: string): Silent {
  const [why, todo] = meaningOf(code, host)
  return { state: 'silent', why: `${why} (${code})`, todo }
}

function meaningOf(code: string, host: string): [why: string, todo: string] {
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    return [
      `${host} is no name that this machine can resolve`,
      'Check the spelling in foyer.yaml, and the DNS of this machine.',
    ]
  }
  if (code === 'ECONNREFUSED') {
    return [`nothing listens at ${host}`, 'Check that it runs, its port in foyer.yaml, and firewalls.']
  }
  if (/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code)) {
    return [`no connection to ${host}`, 'Check that it runs, and firewalls on the way (IPv6 too).']
  }
  if (/^(TimeoutError|AbortError|UND_ERR_(HEADERS|BODY)_TIMEOUT)$/.test(code)) {
    return [
      `${host} does not answer in time`,
      'Check its load and its log, and firewalls that drop what they refuse.',
    ]
  }
  if (/CERT|UNABLE_TO_|SELF_SIGNED|ALTNAME/.test(code)) {
    return [
      `the certificate of ${host} is not accepted here`,
      `Check its name, its date and that the whole chain is sent: openssl s_client -connect ${host}. For an authority of your own, start with NODE_EXTRA_CA_CERTS.`,
    ]
  }
  return [
    `the connection to ${host} breaks off`,
    'Check http:// against https:// in foyer.yaml, and the reverse proxy.',
  ]
}
