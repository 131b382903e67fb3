import { decodeJwt, decodeProtectedHeader } from 'jose'
import { pino } from 'pino'
import { createTokenVerifier } from '../../access/tokens.ts'
import { type Issuer, TokenProblem } from '../../access/verify-token.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { openStore } from '../../platform/store/database.ts'
import { differencesOf } from './addresses.ts'
import { type DoctorEnvironment, type Finding, fine, unknown, wrong } from './finding.ts'
import { examineRules } from './rules.ts'
import { aboutClaims, aboutSize, claimNames, otherKind, type Token } from './token-claims.ts'
import { faultsOf } from './token-faults.ts'

/** Bytes that can be handed in: a token that Foyer takes, and JSON around it. */
export const mostHandedIn = 64 * 1024

/**
 * A token, as Foyer would judge it: what its signature says where the issuer answers, and in any case what the
 * token says of itself. Of what it holds only the names of claims, its issuer, audience, client and groups are shown.
 * @param handedIn the token, also with `Bearer`, in quotes, or in the JSON of a token endpoint
 */
export async function examineToken(
  handedIn: string,
  settings: Settings,
  parts: DoctorEnvironment,
): Promise<Finding[]> {
  const token = readToken(handedIn)
  if (!token) {
    return [
      wrong(
        'What was handed in is no token (a JWT: three parts with a dot between them).',
        'npm run doctor -- --token < token.txt, where the file has what follows "Bearer" in the Authorization header of a request to /api/me (the browser\'s developer tools, Network).',
      ),
    ]
  }
  const issuer = settings.signIn.issuers.find((candidate) => candidate.issuer === token.claims.iss)
  const other = otherKind(token)
  if (other)
    return [
      ...aboutIssuer(token, issuer, settings),
      wrong(other, 'Hand in the access_token.'),
      claimNames(token),
    ]
  const [verdict, rules] = await Promise.all([
    verify(token, settings, parts),
    examineRules(token.claims, issuer, settings, parts),
  ])
  return [
    aboutSignature(verdict, token),
    ...aboutIssuer(token, issuer, settings),
    ...(issuer ? aboutClaims(token, issuer, await faultsOf(token, issuer, parts.now()), parts.now()) : []),
    aboutSize(token),
    claimNames(token),
    ...rules,
  ]
}

function readToken(handedIn: string): Token | null {
  const text = unwrapped(handedIn)
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return null
  try {
    return { text, header: decodeProtectedHeader(text), claims: decodeJwt(text) }
  } catch {
    return null
  }
}

function unwrapped(handedIn: string): string {
  const text = handedIn.trim()
  if (text.startsWith('{')) {
    try {
      const body: unknown = JSON.parse(text)
      if (typeof body === 'object' && body !== null && 'access_token' in body)
        return unwrapped(String(body.access_token))
    } catch {
      return ''
    }
  }
  return text
    .replace(/^["']+|(?<!["'])["']+$/g, '')
    .replace(/^(Authorization:)?\s*Bearer\s+/i, '')
    .replace(/\s+/g, '')
}

/** `signed`: its signature is right, whatever else is wrong. A code: why Foyer refuses it before it judges the rest. */
type Verdict = 'signed' | ProblemError['code']

/** By the verifier that judges every request, with a memory of its own: the database is not touched. */
async function verify(token: Token, settings: Settings, parts: DoctorEnvironment): Promise<Verdict> {
  const store = await openStore({ database: ':memory:', dataDir: '' })
  const verifier = createTokenVerifier({
    // Sessions that ended are not looked up: the token is explained, whether it still counts or not.
    ended: { isEnded: async () => false },
    issuers: settings.signIn.issuers,
    store: store.db,
    fetch: parts.fetch,
    now: parts.now,
    log: pino({ level: 'silent' }),
  })
  try {
    const headers = { Authorization: `Bearer ${token.text}` }
    await verifier.verify(new Request(`${settings.publicUrl}/api/me`, { headers }))
    return 'signed'
  } catch (error) {
    if (error instanceof TokenProblem) return 'signed'
    if (error instanceof ProblemError) return error.code
    throw error
  } finally {
    verifier.close()
    await store.close()
  }
}

function aboutSignature(verdict: Verdict, token: Token): Finding {
  if (verdict === 'signed') return fine('Its signature was verified with a key that its issuer publishes.')
  const rest = 'What follows is what it says of itself, unverified.'
  if (verdict === 'sign_in_unreachable') {
    return unknown(
      `Its signature was not verified: its issuer gives no keys. ${rest}`,
      'See what is said of the issuer above.',
    )
  }
  if (verdict !== 'token_invalid') {
    return unknown(
      `Its signature was not verified: Foyer refuses it before that. ${rest}`,
      'See what is wrong with it below.',
    )
  }
  return wrong(
    `Foyer refuses it: it is not signed (${token.header.alg ?? 'no algorithm'}) by a key that its issuer publishes now. ${rest}`,
    'Hand in a fresh one, whole. If that is refused as well, compare the issuer, and Keycloak: Realm settings → Keys.',
  )
}

function aboutIssuer({ claims }: Token, issuer: Issuer | undefined, { signIn }: Settings): Finding[] {
  if (issuer) {
    return issuer.state === 'retired'
      ? [
          wrong(
            `Its issuer "${issuer.id}" is retired: Foyer refuses its tokens.`,
            `foyer.yaml: signIn.issuers → ${issuer.id} → state: acceptOnly, or active`,
          ),
        ]
      : [fine(`Its issuer is "${issuer.id}".`)]
  }
  const named = typeof claims.iss === 'string' ? claims.iss : null
  if (named === null)
    return [wrong('It names no issuer (iss).', 'Hand in an access token of one of the issuers.')]
  return [
    {
      ok: false,
      what: 'Its issuer is none of those in the settings, letter by letter.',
      details: [
        `token:      ${named}`,
        ...signIn.issuers.map(
          (other) =>
            `foyer.yaml: ${other.issuer} (differs in ${differencesOf(named, other.issuer).join(', ')})`,
        ),
      ],
      todo: [
        `foyer.yaml: signIn.issuers → issuer: ${named}, if it is meant`,
        'or sign in at the issuer of the settings',
      ],
    },
  ]
}
