import type { Answered } from './ask.ts'
import { type Finding, fine, unknown, wrong } from './finding.ts'

/** Tokens are refused beyond this: the tolerance of our own checks. */
const tolerance = 10_000
/** A `Date` is cut to the second: less than this, beside the time that the answer took, is no difference. */
const noticeable = 2_000

const look = 'Compare `date -u` on both machines, and let both follow time servers (timedatectl: NTP yes).'

/** Our clock against the issuer's, by the `Date` of an answer. Keycloak sends none itself, reverse proxies do. */
export function examineClock({ headers, sentAt, receivedAt }: Answered): Finding {
  const theirs = Date.parse(headers.get('Date') ?? '')
  if (Number.isNaN(theirs)) {
    return unknown('Its answers carry no Date, so that its clock cannot be compared with ours.', look)
  }
  const ahead = theirs + 500 - (sentAt + receivedAt) / 2
  const size = Math.abs(ahead) - (receivedAt - sentAt) / 2
  const seconds = `${(Math.abs(ahead) / 1_000).toFixed(1)} s ${ahead > 0 ? 'ahead of' : 'behind'} ours`
  if (size > tolerance) return wrong(`Its clock is ${seconds}: tokens are refused from 10 s on.`, look)
  if (size > noticeable)
    return unknown(`Its clock seems to be ${seconds}; from 10 s on tokens are refused.`, look)
  return fine('Its clock and ours agree.')
}
