import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { initialSettings, MeetingSettings } from '../../src/contract/room-settings.ts'
import { BbbFailure } from '../../src/proxy/bbb/failure.ts'
import type { NewMeeting } from '../../src/proxy/bbb/meeting.ts'
import { type BbbServer, type BbbServerOptions, createBbbServer } from '../../src/proxy/bbb/server.ts'

export const secret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b'

/** One of the replies in `replies/`. */
export function reply(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'replies', `${name}.xml`), 'utf8')
}

export function failedReply(messageKey: string): string {
  return `<response><returncode>FAILED</returncode><messageKey>${messageKey}</messageKey><message>No.</message></response>`
}

/** A client of a server that is not reached: nothing is sent, or `fetch` is the test's own. */
export function bbbAt(url: string, options: Partial<BbbServerOptions> = {}): BbbServer {
  return createBbbServer({
    url,
    secret,
    checksum: 'sha256',
    passwordKey: 'a key for passwords',
    fetch,
    ...options,
  })
}

/** A client whose server answers everything with this body. */
export function bbbThatSays(body: string | null, init: ResponseInit = {}): BbbServer {
  return bbbAt('https://bbb.example/bigbluebutton/', { fetch: async () => new Response(body, init) })
}

/** A real server on the loopback, a client of it, and the literal targets of the requests that it got. */
export async function bbbOnLoopback(
  answer: RequestListener,
  options: Partial<BbbServerOptions> = {},
): Promise<{ bbb: BbbServer; received: string[]; host: string; stop: () => Promise<void> }> {
  const received: string[] = []
  const server = createServer((request, response) => {
    received.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(stop)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const host = `127.0.0.1:${address.port}`
  return { bbb: bbbAt(`http://${host}/bigbluebutton/`, options), received, host, stop }
}

export const aMeeting: NewMeeting = {
  meetingId: 'foyer-1',
  name: 'Assemblée générale',
  voiceBridge: '01234',
  settings: MeetingSettings.parse({ ...initialSettings, recordingAllowed: true }),
  leaveUrl: 'https://meet.example/assemblee?left',
  meta: { 'bbb-origin': 'Foyer' },
}

/** The same meeting with other settings. */
export function meetingWith(settings: Partial<MeetingSettings>): NewMeeting {
  return { ...aMeeting, settings: { ...aMeeting.settings, ...settings } }
}

/** What a call was refused with. */
export async function failureOf(promise: Promise<unknown>): Promise<BbbFailure> {
  const error: unknown = await promise.then(
    () => null,
    (reason) => reason,
  )
  if (error instanceof BbbFailure) return error
  throw new Error('expected a BbbFailure', { cause: error })
}

/**
 * Verifies a call as BBB does: over the literal text of its query, without the checksum that ends it.
 * @param target path and query as they came over the wire, or a whole address
 * @returns the parameters, as the server reads them
 */
export function verified(target: string, algorithm = 'sha256'): URLSearchParams {
  const match = /^.*\/api\/(\w+)\?(?:(.*)&)?checksum=([0-9a-f]+)$/s.exec(target)
  if (!match) throw new Error('not a signed call')
  const [, call = '', query = '', checksum] = match
  const expected = createHash(algorithm).update(`${call}${query}${secret}`).digest('hex')
  if (checksum !== expected) throw new Error('the checksum is wrong')
  return new URLSearchParams(query)
}
