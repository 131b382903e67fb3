import type { JWTPayload } from 'jose'
import { largestToken } from '../../access/tokens.ts'
import type { Issuer } from '../../access/verify-token.ts'
import { type Finding, fine, unknown, wrong } from './finding.ts'
import { keycloak } from './keycloak.ts'
import type { Faults } from './token-faults.ts'

/** A token, taken apart and not verified. */
export interface Token {
  /** Never shown, nor any part of it. */
  text: string
  header: { typ?: string; alg?: string }
  claims: JWTPayload
}

const usualProxyLimit = 8 * 1024
/** A person who was put out keeps their rights for so long. */
const longestLifespan = 600

/** Findings about a token's claims, with the faults that the verifier finds. @param now epoch milliseconds */
export function aboutClaims(token: Token, issuer: Issuer, faults: Faults, now: number): Finding[] {
  return [
    aboutKind(token, issuer, faults),
    aboutAudience(token, issuer, faults),
    aboutClient(token, issuer, faults),
    ...aboutTimes(token, faults, now),
    aboutSubject(token, issuer, faults),
    ...(faults.has('other') ? [wrong('Foyer refuses it for what it says of itself.')] : []),
  ]
}

/** Keycloak tells the kind in the payload's `typ`, RFC 9068 in the header's. */
function kindOf({ header, claims }: Token): string {
  return typeof claims.typ === 'string' ? claims.typ : (header.typ ?? 'none')
}

/**
 * Somebody took the wrong one of a sign-in's tokens: what it lacks says nothing about the right one, so that
 * nothing else is said of it. null where it may be an access token.
 */
export function otherKind(token: Token): string | null {
  switch (kindOf(token)) {
    case 'ID':
      return 'It is an ID token, which tells a page who signed in; Foyer takes access tokens.'
    case 'Refresh':
    case 'Offline':
      return 'It is a refresh token, which only its issuer may see; Foyer takes access tokens.'
    case 'Logout':
    case 'logout+jwt':
      return 'It is a logout token; Foyer takes access tokens here.'
    default:
      return null
  }
}

function aboutKind(token: Token, issuer: Issuer, faults: Faults): Finding {
  if (faults.has('bound')) {
    return wrong(
      'It is bound to a key (cnf), so that it proves nothing by itself.',
      keycloak.noDpop(issuer.clientId),
    )
  }
  if (!faults.has('kind')) return fine('It is an access token.')
  return wrong(
    `It is not marked as an access token (typ: ${kindOf(token).slice(0, 40)}).`,
    'Hand in the access_token. Other sign-in servers than Keycloak: access tokens must be JWTs of RFC 9068 (header typ: at+jwt).',
  )
}

function aboutAudience({ claims }: Token, { clientId, audience }: Issuer, faults: Faults): Finding {
  const found = [claims.aud ?? []].flat()
  if (!faults.has('audience')) return fine(`It is meant for us (aud: ${found.join(', ')}).`)
  const lacks = isLightweight(claims) ? [keycloak.notLightweight(clientId)] : []
  return wrong(
    `It is not meant for us: aud is ${found.length > 0 ? found.join(', ') : 'missing'}, expected ${audience}.`,
    ...lacks,
    keycloak.audience(clientId, audience),
  )
}

/** Keycloak's lightweight tokens lack `sub` and `aud`, whatever mappers there are (tried). */
function isLightweight({ typ, sub, aud, azp }: JWTPayload): boolean {
  return typ === 'Bearer' && sub === undefined && aud === undefined && azp !== undefined
}

function aboutClient({ claims }: Token, { id, clientId }: Issuer, faults: Faults): Finding {
  const found = claims.azp ?? claims.client_id
  if (!faults.has('client')) return fine(`It was given to our client (${clientId}).`)
  return wrong(
    `It was given to ${typeof found === 'string' ? `another client (${found})` : 'no client that it names (azp, client_id)'}, expected ${clientId}.`,
    `Sign in through Foyer, or foyer.yaml: signIn.issuers → ${id} → clientId: the client that signs people in`,
  )
}

function aboutTimes({ claims: { iat, exp, nbf } }: Token, faults: Faults, now: number): Finding[] {
  const seconds = now / 1_000
  const clocks =
    'Compare `date -u` on both machines, and let both follow time servers (timedatectl: NTP yes).'
  if (faults.has('times') || iat === undefined || exp === undefined) {
    return [
      wrong('It does not say when it was issued and when it expires (iat, exp).', 'Hand in an access token.'),
    ]
  }
  const begins = Math.max(iat, typeof nbf === 'number' ? nbf : iat)
  const lifespan =
    exp - iat > longestLifespan
      ? [
          unknown(
            `It lives for ${duration(exp - iat)}: whoever loses a right keeps it for so long.`,
            keycloak.lifespan,
          ),
        ]
      : []
  if (faults.has('early')) {
    return [
      wrong(
        `It is of ${duration(begins - seconds)} from now: the clock of its issuer is ahead of ours.`,
        clocks,
      ),
      ...lifespan,
    ]
  }
  if (faults.has('expired')) {
    return [
      wrong(
        `It expired ${duration(seconds - exp)} ago, ${duration(exp - iat)} after it was issued.`,
        'Hand in a fresh one.',
        `If it is fresh: ${clocks}`,
      ),
      ...lifespan,
    ]
  }
  return [
    fine(`It was issued ${duration(seconds - iat)} ago and lives for ${duration(exp - iat)}.`),
    ...lifespan,
  ]
}

function duration(seconds: number): string {
  const size = Math.max(0, Math.round(seconds))
  if (size < 120) return `${size} s`
  return size < 7_200 ? `${Math.round(size / 60)} min` : `${Math.round(size / 3_600)} h`
}

function aboutSubject({ claims }: Token, { clientId }: Issuer, faults: Faults): Finding {
  if (faults.has('unkept')) {
    return wrong(
      'It names its bearer (sub) in a way that no database keeps: longer than 255 characters, or not text.',
      'See what the sign-in server puts into sub.',
    )
  }
  if (!faults.has('subject')) return fine('It names its bearer (sub).')
  const todo = isLightweight(claims) ? keycloak.notLightweight(clientId) : keycloak.basicScope(clientId)
  return wrong('It does not name its bearer (sub).', todo)
}

/** Long ones are refused on their way. */
export function aboutSize({ text }: Token): Finding {
  const size = `It has ${text.length.toLocaleString('en')} characters`
  if (text.length > largestToken) {
    return wrong(`${size}: Foyer takes ${largestToken.toLocaleString('en')}.`, keycloak.fewerGroups)
  }
  if (text.length <= usualProxyLimit) return fine(`${size}, which every reverse proxy takes.`)
  return unknown(
    `${size}: many reverse proxies take 8 KB of headers unless told otherwise.`,
    'nginx: large_client_header_buffers 4 64k; HAProxy: tune.bufsize 65536; Apache: LimitRequestFieldSize 65536; Caddy: nothing to do.',
    keycloak.fewerGroups,
  )
}

/** The names of its claims alone: what they hold is about a person. */
export function claimNames({ claims }: Token): Finding {
  return fine(
    `Its claims: ${Object.keys(claims)
      .slice(0, 100)
      .map((name) => name.slice(0, 60))
      .join(', ')}.`,
  )
}
