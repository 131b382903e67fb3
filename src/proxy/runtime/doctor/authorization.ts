import { type Answered, ask, type Silent } from './ask.ts'
import { type Finding, fine, unknown, wrong } from './finding.ts'
import { keycloak } from './keycloak.ts'
import { quoted, sentenceOf } from './page.ts'
import { challenge, type Question, withQuery } from './question.ts'

/** Three sign-ins with prompt=none, so that no page is shown and no session begins. */
export interface Ways {
  /** As our pages ask. */
  right: Answered | Silent
  /** Without PKCE, which must be refused. */
  withoutPkce: Answered | Silent
  /** To an address of ours that is no callback, which must be refused. */
  elsewhere: Answered | Silent
}

/** @returns `undefined` where discovery names no address to ask */
export async function askAuthorization({
  issuer,
  origin,
  callback,
  endpoints,
  parts,
}: Question): Promise<Ways | undefined> {
  const { authorization } = endpoints
  if (authorization === undefined) return undefined
  const asked = async (redirectUri: string, more: Record<string, string>) => {
    const query = {
      response_type: 'code',
      scope: 'openid',
      client_id: issuer.clientId,
      redirect_uri: redirectUri,
      state: 'foyer-doctor',
      nonce: 'foyer-doctor',
      prompt: 'none',
      ...more,
    }
    // Keycloak shows its error pages in this language, where the realm has it.
    return await ask(parts, withQuery(authorization, query), { headers: { 'Accept-Language': 'en' } })
  }
  const [right, withoutPkce, elsewhere] = await Promise.all([
    asked(callback, challenge),
    asked(callback, {}),
    asked(`${origin}/foyer-doctor`, challenge),
  ])
  return { right, withoutPkce, elsewhere }
}

/** The parameters with which an answer sends people back to an address of ours; null where it does not. */
function sentBack(answer: Answered | Silent, address: string): URLSearchParams | null {
  if (answer.state === 'silent' || answer.status < 300 || answer.status >= 400) return null
  const location = URL.parse(answer.headers.get('Location') ?? '')
  return location && `${location.origin}${location.pathname}` === address ? location.searchParams : null
}

/** Errors of `prompt=none` without a session, where all else is right (OpenID Connect Core 1.0, §3.1.2.6). */
const noSession = /^(login|interaction|consent|account_selection)_required$/

/** @param known whether the client was taken elsewhere; null where that could not be seen */
export function wayFindings(ways: Ways, known: true | null, question: Question): Finding[] {
  const { callback, issuer } = question
  const id = issuer.clientId
  if (ways.right.state === 'silent') {
    return [wrong(`Its sign-in page cannot be reached: ${ways.right.why}.`, ways.right.todo)]
  }
  const back = sentBack(ways.right, callback)
  if (back === null) return [notSentBack(ways.right, known, question)]
  const error = back.get('error') ?? ''
  if (error === 'unauthorized_client') {
    return [
      wrong(
        `The client "${id}" may not sign people in: its standard flow is off.`,
        keycloak.standardFlow(id),
      ),
    ]
  }
  if (!noSession.test(error)) return [refusedWay(error, back.get('error_description') ?? '', question)]
  return [
    fine(`It sends people back to ${callback}.`),
    ...namesItself(back, question),
    insistsOnPkce(ways.withoutPkce, question),
    ...sendsElsewhere(ways.elsewhere, question),
  ]
}

function refusedWay(error: string, description: string, { issuer }: Question): Finding {
  const id = issuer.clientId
  const todo = /pushed/i.test(description)
    ? keycloak.noPushed(id)
    : /code.challenge/i.test(description)
      ? keycloak.pkce(id)
      : 'See the log of the sign-in server.'
  return wrong(`It refuses a sign-in of the client "${id}": ${error} ${quoted(description)}.`, todo)
}

/** Keycloak's own page, with 400: the person sees it, and we hear nothing of it. */
function notSentBack(answer: Answered, known: true | null, { issuer, callback }: Question): Finding {
  const id = issuer.clientId
  const sentence = sentenceOf(answer)
  const seen = `It shows a page of its own (${answer.status}${sentence ? `: ${sentence}` : ''}) instead of sending people back`
  if (answer.status < 400) return unknown(`${seen} to ${callback}.`, 'Sign in once by hand and look.')
  if (answer.status >= 500) return wrong(`${seen}.`, 'See the log of the sign-in server.')
  if (known || /redirect_uri/.test(sentence)) {
    return wrong(`${seen}: ${callback} is not registered.`, keycloak.redirectUri(id, callback))
  }
  return wrong(`${seen}.`, keycloak.redirectUri(id, callback), keycloak.enabled(id), keycloak.realmEnabled)
}

/** With "Exclude Issuer From Authentication Response" discovery announces it all the same (tried). */
function namesItself(back: URLSearchParams, { endpoints, issuer }: Question): Finding[] {
  const named = back.get('iss')
  if (named === endpoints.issuer) return [fine('It names itself when it sends people back (RFC 9207).')]
  if (named === null && !endpoints.namesIssuer) return []
  return [
    wrong(
      named === null
        ? 'It announces that it names itself when it sends people back, and does not: sign-in is refused as a mix-up.'
        : `It names itself ${quoted(named)} when it sends people back: sign-in is refused as a mix-up.`,
      keycloak.namesIssuer(issuer.clientId),
    ),
  ]
}

function insistsOnPkce(answer: Answered | Silent, { issuer, callback }: Question): Finding {
  const error = sentBack(answer, callback)?.get('error') ?? null
  if (error !== null && noSession.test(error)) {
    return wrong(
      'It takes sign-ins without PKCE, too, so that a stolen code could be used.',
      keycloak.pkce(issuer.clientId),
    )
  }
  const refused =
    error !== null || (answer.state === 'answered' && answer.status >= 400 && answer.status < 500)
  return refused
    ? fine('It insists on PKCE.')
    : unknown('Whether it insists on PKCE could not be seen.', keycloak.pkce(issuer.clientId))
}

function sendsElsewhere(answer: Answered | Silent, { issuer, origin, callback }: Question): Finding[] {
  if (sentBack(answer, `${origin}/foyer-doctor`) === null) return []
  return [
    wrong(
      `It sends people to any address of ${origin}: its list has a wildcard.`,
      `${keycloak.redirectUri(issuer.clientId, callback)}, without *`,
    ),
  ]
}
