import { z } from 'zod'
import type { BbbError } from '../../contract/pages.ts'

const Errors = z.array(z.object({ key: z.string() }))
const most = 5

/** Meanings of the keys of BBB 2.4 to 3.0 for a guest. */
const meanings = new Map<string, BbbError>([
  ['meetingForciblyEnded', 'over'],
  ['invalidMeetingIdentifier', 'over'],
  ['meetingNotFound', 'over'],
  ['notFound', 'over'],
  ['maxParticipantsReached', 'full'],
  ['guestDeny', 'refused'],
  ['guestDenied', 'refused'],
  ['mismatchCreateTime', 'stale'],
  ['mismatchCreateTimeParam', 'stale'],
  ['checksumError', 'stale'],
  ['missingSession', 'session'],
  ['missingToken', 'session'],
  ['sessionNotFound', 'session'],
])

/**
 * The reasons that BBB appends to `errorRedirectUrl` as `?errors=[{"key":…,"message":…}]`, each reason once. The
 * messages are left behind: anybody can write such a link, so a page says only its own sentences.
 */
export function readJoinErrors(parameter: string | undefined): BbbError[] {
  if (parameter === undefined) return []
  try {
    const errors = Errors.parse(JSON.parse(parameter.slice(0, 4_000)))
    return [...new Set(errors.slice(0, most).map(({ key }) => meanings.get(key) ?? 'unknown'))]
  } catch {
    return ['unknown']
  }
}
