import { createHash } from 'node:crypto'
import type { Parameters } from './parameters.ts'
import { type Recording, readyFormats } from './recordings.ts'

/** A result of getRecordings: a recording with its formats on this page. */
export interface RecordingPage {
  entries: { recording: Recording; formats: Recording['formats'] }[]
  paging: { offset: number; limit: number; total: number } | null
}

const largestPage = 100

/**
 * Answers getRecordings: in no order, found by the beginnings of ids, and paged by format, so that a page's
 * end may cut through a recording.
 * Source: https://docs.bigbluebutton.org/development/api/#getrecordings
 * @param usualStates what is listed where the call names no states
 */
export function searchRecordings(
  recordings: Recording[],
  asked: Parameters,
  usualStates: readonly string[],
  now: number,
): RecordingPage {
  const found = recordings
    .filter((recording) => isAskedFor(recording, asked, usualStates))
    .toSorted(inNoOrder)
  const limit = asked.count('limit')
  if (limit < 1 || limit > largestPage) {
    return {
      entries: found.map((recording) => ({ recording, formats: readyFormats(recording, now) })),
      paging: null,
    }
  }
  const offset = asked.count('offset')
  const formats = found.flatMap((recording) =>
    readyFormats(recording, now).map((format) => ({ recording, format })),
  )
  const page = formats.slice(offset, offset + limit)
  const onPage = new Set(page.map(({ recording }) => recording))
  return {
    entries: [...onPage].map((recording) => ({
      recording,
      formats: page.filter((entry) => entry.recording === recording).map(({ format }) => format),
    })),
    paging: { offset, limit, total: formats.length },
  }
}

function isAskedFor(recording: Recording, asked: Parameters, usualStates: readonly string[]): boolean {
  const byRecordId = beginsLikeOne(recording.recordId, asked.list('recordID'))
  const byMeetingId = beginsLikeOne(recording.meetingId, asked.list('meetingID'))
  const states = asked.list('state')
  const wanted = states.length > 0 ? states : usualStates
  const inState = wanted.includes('any') || wanted.includes(recording.state)
  const metadata = new Map(recording.metadata)
  const byMetadata = asked.metadata().every(([name, value]) => isLike(metadata.get(name), value))
  return byRecordId && byMeetingId && inState && byMetadata
}

function beginsLikeOne(id: string, ids: string[]): boolean {
  return ids.length === 0 || ids.some((beginning) => id.startsWith(beginning))
}

/** `%` at either end stands for anything. */
function isLike(value: string | undefined, pattern: string): boolean {
  if (value === undefined) return false
  const bare = pattern.replace(/^%|%$/g, '')
  if (pattern.startsWith('%') && pattern.endsWith('%')) return value.includes(bare)
  if (pattern.startsWith('%')) return value.endsWith(bare)
  return pattern.endsWith('%') ? value.startsWith(bare) : value === pattern
}

/** Folders on a disk come in an order of their own; this one is at least the same every time. */
function inNoOrder(a: Recording, b: Recording): number {
  return shuffled(a.recordId) < shuffled(b.recordId) ? -1 : 1
}

function shuffled(recordId: string): string {
  return createHash('sha1').update(recordId).digest('hex')
}
