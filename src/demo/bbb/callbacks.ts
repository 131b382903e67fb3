import { SignJWT } from 'jose'
import type { Meeting } from './meetings.ts'
import type { Recording } from './recordings.ts'

/** Calls that the server makes of its own accord: once, without waiting for an answer. */
export interface Callbacks {
  meetingGone(meeting: Meeting): void
  recordingReady(recording: Recording): void
  close(): void
}

interface CallbacksOptions {
  fetch: typeof fetch
  secret: string
}

const timeout = 5_000

export function createCallbacks({ fetch, secret }: CallbacksOptions): Callbacks {
  const closing = new AbortController()

  function send(url: string, init: RequestInit = {}): void {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeout)])
    // A receiver that is away has missed it.
    fetch(url, { ...init, signal }).then(
      (answer) => answer.body?.cancel(),
      () => undefined,
    )
  }

  async function sendReady(url: string, recording: Recording): Promise<void> {
    const claims = { meeting_id: recording.meetingId, record_id: recording.recordId }
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' })
    const signedParameters = await token.sign(new TextEncoder().encode(secret))
    send(url, { method: 'POST', body: new URLSearchParams({ signed_parameters: signedParameters }) })
  }

  return {
    meetingGone(meeting) {
      if (isWebAddress(meeting.meetingEndedUrl)) send(meeting.meetingEndedUrl)
      const endUrl = metadataValue(meeting.metadata, 'endcallbackurl')
      if (isWebAddress(endUrl)) send(withEnd(endUrl, meeting))
    },
    recordingReady(recording) {
      const url = metadataValue(recording.metadata, 'bbb-recording-ready-url')
      if (isWebAddress(url)) void sendReady(url, recording)
    },
    close: () => closing.abort(),
  }
}

function withEnd(address: string, meeting: Meeting): string {
  const url = new URL(address)
  url.searchParams.append('recordingmarks', String(meeting.recordingMarks))
  url.searchParams.append('meetingID', meeting.meetingId)
  return url.href
}

function metadataValue(metadata: [name: string, value: string][], name: string): string | null {
  return new Map(metadata).get(name) ?? null
}

function isWebAddress(address: string | null): address is string {
  return address !== null && /^https?:$/.test(URL.parse(address)?.protocol ?? '')
}
