import { escapeHtml } from '../html.ts'
import { textsIn } from './client-texts.ts'
import { languageOf, pageAnswer } from './page.ts'
import { type Recording, readyFormats } from './recordings.ts'

interface PlaybackDependencies {
  publicUrl: string
  server: string
  now: number
  recordings: Recording[]
}

/** The address of a format: it is made when the format is processed, and stays. */
export function playbackUrl(publicUrl: string, recordId: string, type: string): string {
  return type === 'presentation'
    ? `${publicUrl}playback/presentation/2.3/${recordId}`
    : `${publicUrl}playback/${type}/${recordId}/`
}

/** A page that says which recording plays. Only published ones do. */
export function answerPlayback(parts: PlaybackDependencies, request: Request): Response {
  const { publicUrl, server, now } = parts
  const language = languageOf(request)
  const texts = textsIn(language)
  const { pathname } = new URL(request.url)
  const playing = parts.recordings
    .filter(({ state }) => state === 'published')
    .flatMap((recording) => readyFormats(recording, now).map((format) => ({ recording, format })))
    .find(
      ({ recording, format }) =>
        new URL(playbackUrl(publicUrl, recording.recordId, format.type)).pathname === pathname,
    )
  if (!playing) {
    const body = `<p>${texts.notFoundText}</p>`
    return pageAnswer({ publicUrl, server, language, title: texts.notFoundTitle, body, status: 404 })
  }
  const { recording, format } = playing
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    recording.startedAt,
  )
  const body = `<p>${texts.playing}, ${day}, ${texts.minutes(format.minutes)}</p>
      <dl>
        <div><dt>${texts.format}</dt><dd>${texts.formats[format.type]}</dd></div>
        <div><dt>${texts.server}</dt><dd>${escapeHtml(server)}</dd></div>
        <div><dt>${texts.recordingId}</dt><dd>${escapeHtml(recording.recordId)}</dd></div>
      </dl>`
  return pageAnswer({ publicUrl, server, language, title: recording.name, body })
}
