import { createHmac } from 'node:crypto'
import { deriveKey } from '../../platform/crypto/keys.ts'
import { isSame } from '../../platform/crypto/same.ts'
import type { Settings } from '../../platform/settings/settings.ts'

/**
 * The addresses that BBB calls about a meeting. Its end-of-meeting call is an unsigned GET, so the address
 * itself is signed; its only effect is that the server is asked soon, because whoever is in the meeting, or can play the
 * recording, can read it there.
 */
export function hookUrls(
  settings: Settings,
  server: string,
  meetingId: string,
  record: boolean,
): Record<string, string> {
  if (!record) return {}
  const mark = endMark(settings, meetingId)
  return {
    endCallbackUrl: `${settings.publicUrl}/hooks/bbb/${server}/meetings/${meetingId}/ended?mark=${mark}`,
    'bbb-recording-ready-url': `${settings.publicUrl}/hooks/bbb/${server}/recording-ready`,
  }
}

export function endMark(settings: Settings, meetingId: string): string {
  const key = deriveKey(settings.secret, 'end of meeting')
  return createHmac('sha256', key).update(meetingId).digest('base64url')
}

export function isEndMark(settings: Settings, meetingId: string, mark: string): boolean {
  return isSame(endMark(settings, meetingId), mark)
}
