import { createHmac } from 'node:crypto'
import type { BbbDocument } from '../../bbb/documents.ts'
import { deriveKey } from '../../platform/crypto/keys.ts'
import { isSame } from '../../platform/crypto/same.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { hour } from '../../platform/time/spans.ts'

/** The part of a presentation that a meeting is given. */
export interface Handout {
  id: string
  name: string
}

/** For how long a server may fetch a file that was named to it. */
export const fetchable = hour

/**
 * The address at which a server fetches a file for one meeting, and nothing else. The address is derived, so that a
 * `create` that is repeated has the same bytes, by any process; and it is signed, so that nobody else can make one.
 * @param until epoch milliseconds
 */
export function documentOf(
  settings: Settings,
  meetingId: string,
  { id, name }: Handout,
  until: number,
): BbbDocument {
  const about = Buffer.from([meetingId, id, until.toString(36)].join(' ')).toString('base64url')
  const token = `${about}.${sign(settings, about).toString('base64url')}`
  // Old versions of BBB take the kind from the address.
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return { url: `${settings.publicUrl}/hooks/presentations/${token}/presentation.${end}`, filename: name }
}

/** The content of a token; null where it is not ours, or its time is over. */
export function readToken(
  settings: Settings,
  token: string,
  now: number,
): { meetingId: string; id: string } | null {
  const [about = '', signature = '', ...more] = token.split('.')
  if (more.length > 0 || !isSame(sign(settings, about), Buffer.from(signature, 'base64url'))) return null
  const [meetingId = '', id = '', until = ''] = Buffer.from(about, 'base64url').toString().split(' ')
  return Number.parseInt(until, 36) > now ? { meetingId, id } : null
}

function sign(settings: Settings, about: string): Buffer {
  return createHmac('sha256', deriveKey(settings.secret, 'presentations')).update(about).digest()
}
