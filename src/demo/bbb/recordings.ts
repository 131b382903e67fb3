import { z } from 'zod'
import type { Agenda } from './agenda.ts'
import type { Meeting } from './meetings.ts'
import { Refusal } from './refusal.ts'

const Format = z.object({
  type: z.enum(['presentation', 'video']),
  /** Whole minutes. */
  minutes: z.number(),
  /** When it is processed. Before that, nothing shows that it will come. */
  readyAt: z.number(),
  announced: z.boolean(),
})

const Recording = z.object({
  recordId: z.string(),
  meetingId: z.string(),
  name: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  participants: z.number(),
  state: z.enum(['published', 'unpublished', 'deleted']),
  metadata: z.array(z.tuple([z.string(), z.string()])),
  formats: z.array(Format),
})

/** Times in epoch milliseconds. */
export type Recording = z.infer<typeof Recording>

/** A recording that was there before. */
export interface SeededRecording {
  recordId: string
  meetingId: string
  name: string
  startedAt: number
  endedAt: number
  formats: readonly ('presentation' | 'video')[]
  participants?: number
}

/** The file in which recordings outlive the simulator. */
export interface RecordingStorage {
  load(): string | null
  save(state: string): void
}

export interface Recordings {
  /** Recordings of which a format is processed. */
  processed(): Recording[]
  add(recording: SeededRecording): void
  /** Takes a meeting that is over; nothing comes of it where nobody pressed the record button. */
  take(meeting: Meeting): void
  publish(recordIds: string[], published: boolean): void
  remove(recordIds: string[]): void
  update(recordIds: string[], metadata: [name: string, value: string][]): void
}

interface RecordingsOptions {
  now: () => number
  agenda: Agenda
  scaled: (milliseconds: number) => number
  timeScale: number
  storage: RecordingStorage | undefined
  /** A format of a recording is processed and published. */
  onReady: (recording: Recording) => void
}

const minute = 60_000
/** Processing takes its time, and the second format longer. */
const processing = { presentation: minute, video: 2 * minute } as const

export function createRecordings(options: RecordingsOptions): Recordings {
  const { now, agenda, scaled, storage } = options
  const recordings = loaded(storage)
  for (const recording of recordings) scheduleAnnouncements(recording)

  function scheduleAnnouncements(recording: Recording): void {
    for (const format of recording.formats.filter(({ announced }) => !announced)) {
      agenda.schedule(format.readyAt, () => {
        format.announced = true
        save()
        options.onReady(recording)
      })
    }
  }

  /** Several ids succeed where one of them is known, without a word about the others. */
  function change(recordIds: string[], edit: (recording: Recording) => void): void {
    const known = processed().filter(
      ({ recordId, state }) => recordIds.includes(recordId) && state !== 'deleted',
    )
    if (known.length === 0) throw new Refusal('notFound', 'We could not find recordings')
    for (const recording of known) edit(recording)
    save()
  }

  function processed(): Recording[] {
    return recordings.filter((recording) => readyFormats(recording, now()).length > 0)
  }

  function save(): void {
    storage?.save(JSON.stringify(recordings))
  }

  function keep(recording: Recording): void {
    recordings.push(recording)
    save()
    scheduleAnnouncements(recording)
  }

  return {
    processed,
    add({ formats, participants = 2, ...recording }) {
      const { endedAt, startedAt } = recording
      const minutes = Math.floor((endedAt - startedAt) / minute)
      keep({
        ...recording,
        participants,
        state: 'published',
        metadata: ownMetadata(recording),
        formats: formats.map((type) => ({ type, minutes, readyAt: endedAt, announced: true })),
      })
    },
    take(meeting) {
      if (!meeting.recordingMarks) return
      const endedAt = meeting.endTime ?? now()
      const minutes = Math.floor(((endedAt - meeting.createTime) * options.timeScale) / minute)
      keep({
        recordId: meeting.internalId,
        meetingId: meeting.meetingId,
        name: meeting.name,
        startedAt: meeting.createTime,
        endedAt,
        participants: meeting.mostInside,
        state: 'published',
        metadata: [...ownMetadata(meeting), ...meeting.metadata],
        formats: (['presentation', 'video'] as const).map((type) => ({
          type,
          minutes,
          readyAt: endedAt + scaled(processing[type]),
          announced: false,
        })),
      })
    },
    publish: (recordIds, published) =>
      change(recordIds, (recording) => {
        recording.state = published ? 'published' : 'unpublished'
      }),
    remove: (recordIds) =>
      change(recordIds, (recording) => {
        recording.state = 'deleted'
      }),
    update: (recordIds, metadata) =>
      change(recordIds, (recording) => {
        recording.metadata = merged(recording.metadata, metadata)
      }),
  }
}

/** The formats that can be played. */
export function readyFormats(recording: Recording, now: number): Recording['formats'] {
  return recording.formats.filter(({ readyAt }) => readyAt <= now)
}

function loaded(storage: RecordingStorage | undefined): Recording[] {
  const state = storage?.load()
  return state ? z.array(Recording).parse(JSON.parse(state)) : []
}

/** Metadata that BBB itself adds. */
function ownMetadata({ meetingId, name }: { meetingId: string; name: string }): [string, string][] {
  return [
    ['isBreakout', 'false'],
    ['meetingName', name],
    ['meetingId', meetingId],
  ]
}

/** An empty value takes the name away. */
function merged(known: [string, string][], sent: [string, string][]): [string, string][] {
  const metadata = new Map([...known, ...sent])
  return [...metadata].filter(([, value]) => value !== '')
}
