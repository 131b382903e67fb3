import { jwtVerify } from 'jose'
import { z } from 'zod'

/** Which recording a server says is ready. */
export interface RecordingReady {
  meetingId: string
  recordId: string
}

/** The call was not made by this server, or by nobody who knows its secret. */
export class ForgedCall extends Error {
  override readonly name = 'ForgedCall'
}

const Claims = z.object({ meeting_id: z.string().min(1).max(256), record_id: z.string().min(1).max(256) })

/** Real ones have some 200 characters. */
const longestToken = 4096

/**
 * Reads BBB's "recording ready" call. It has no expiry and may come again at any time, so whoever gets it may only
 * look at the recording once more.
 * Source: https://docs.bigbluebutton.org/development/api/#recording-ready-callback-url
 * @param signedParameters the form field `signed_parameters`, a JWT
 * @param secret of the one server that may send it; HS512 is what some Scalelites sign with
 * @throws ForgedCall
 */
export async function readRecordingReady(signedParameters: string, secret: string): Promise<RecordingReady> {
  if (signedParameters.length > longestToken) throw new ForgedCall('signed parameters that are too long')
  const claims = await verifiedClaims(signedParameters, secret)
  const { success, data } = Claims.safeParse(claims)
  if (!success) throw new ForgedCall('signed parameters that name no recording')
  return { meetingId: data.meeting_id, recordId: data.record_id }
}

async function verifiedClaims(token: string, secret: string): Promise<unknown> {
  try {
    const key = new TextEncoder().encode(secret)
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256', 'HS512'] })
    return payload
  } catch {
    throw new ForgedCall('signed parameters that this server did not sign')
  }
}
