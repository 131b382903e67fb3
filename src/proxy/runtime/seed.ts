import type { DemoPerson } from '../../demo/people.ts'
import type { DemoRecording, DemoRoom, DemoSchedule } from '../../demo/rooms.ts'
import type { PresentationFiles } from '../platform/files/files.ts'
import { settingsColumns } from '../platform/settings/room.ts'
import type { Store } from '../platform/store/database.ts'
import type { PresentationsTable } from '../platform/store/schema.ts'
import { day, hour, minute } from '../platform/time/spans.ts'

/** The demo's example people, rooms and recordings, as data: this file alone writes them to the database. */
export interface Seed {
  people: readonly DemoPerson[]
  rooms: readonly DemoRoom[]
  recordId: (recording: DemoRecording) => string
  playbackUrl: (recording: DemoRecording, type: string) => string
  presentation: (pages: readonly string[]) => Uint8Array
  /** When the demo was first started, epoch milliseconds. */
  begun: number
}

/** Fills an empty database with the demo's examples; one that has people is left alone. */
export async function seedDemo(store: Store, files: PresentationFiles, seed: Seed): Promise<void> {
  if (await store.selectFrom('people').select('id').executeTakeFirst()) return
  const presentations = await seedFiles(files, seed)
  await store.transaction().execute(async (db) => {
    for (const person of seed.people) {
      const id = `person-${person.subject}`
      const times = { createdAt: seed.begun, lastSeenAt: seed.begun }
      await db
        .insertInto('people')
        .values({ id, name: person.name, email: person.email, ...times })
        .execute()
      const identity = { issuer: 'demo', subject: person.subject, personId: id, linkedAt: seed.begun }
      await db.insertInto('identities').values(identity).execute()
    }
    for (const room of seed.rooms) await seedRoom(db, room, seed)
    for (const row of presentations) await db.insertInto('presentations').values(row).execute()
  })
}

async function seedRoom(db: Store, room: DemoRoom, seed: Seed): Promise<void> {
  const id = `room-${room.address}`
  await db
    .insertInto('rooms')
    .values({
      id,
      organisation: room.organisation,
      ownerId: `person-${room.owner}`,
      ownedBy: room.isOrganisations ? 'organisation' : 'person',
      name: room.name,
      address: room.address,
      ...settingsColumns({ recordingAllowed: room.recordingAllowed, ...room.settings }),
      createdAt: seed.begun - 400 * day,
      lastUsedAt: room.lastUsedHoursAgo === null ? null : seed.begun - room.lastUsedHoursAgo * hour,
      deletedAt: null,
      archivedAt: room.archivedHoursAgo === undefined ? null : seed.begun - room.archivedHoursAgo * hour,
    })
    .execute()
  await db
    .insertInto('roomAddresses')
    .values({ address: room.address, roomId: id, createdAt: seed.begun })
    .execute()
  await db.insertInto('pins').values({ pin: room.pin, roomId: id, restsUntil: null }).execute()
  for (const subject of room.coHosts ?? []) {
    const added = { addedBy: `person-${room.owner}`, addedAt: seed.begun - 30 * day }
    await db
      .insertInto('cohosts')
      .values({ roomId: id, personId: `person-${subject}`, ...added })
      .execute()
  }
  for (const schedule of room.schedules) await seedSchedule(db, id, schedule, seed)
  for (const recording of room.recordings) {
    const startedAt = seed.begun - recording.hoursAgo * hour
    const endedAt = startedAt + recording.minutes * minute
    await db
      .insertInto('recordings')
      .values({
        id: recording.meetingId.replace('foyer-', ''),
        roomId: id,
        ownerId: `person-${room.owner}`,
        ownedBy: room.isOrganisations ? 'organisation' : 'person',
        organisation: room.isOrganisations ? room.organisation : null,
        meetingId: recording.meetingId,
        server: recording.server,
        recordId: seed.recordId(recording),
        name: room.name,
        state: 'ready',
        audience: 'hosts',
        startedAt,
        endedAt,
        minutes: recording.minutes,
        formats: JSON.stringify(
          recording.formats.map((type) => ({
            type,
            url: seed.playbackUrl(recording, type),
            minutes: recording.minutes,
          })),
        ),
        absent: 0,
        checkedAt: null,
        lastSeenAt: startedAt,
      })
      .execute()
  }
}

async function seedSchedule(db: Store, roomId: string, schedule: DemoSchedule, seed: Seed): Promise<void> {
  const dayAfter = (days: number) => new Date(seed.begun + days * day).toISOString().slice(0, 10)
  const { inDays, time, cancelledInDays, calendar, ...columns } = schedule
  await db
    .insertInto('calendars')
    .values({ roomId, name: calendar, generation: 1, changedAt: seed.begun })
    .execute()
  await db
    .insertInto('schedules')
    .values({
      ...columns,
      roomId,
      start: `${dayAfter(inDays)}T${time}`,
      timeZone: 'America/Toronto',
      ends: '{"kind":"never"}',
      version: cancelledInDays.length,
      createdAt: seed.begun,
      changedAt: seed.begun,
    })
    .execute()
  for (const days of cancelledInDays) {
    const date = dayAfter(days)
    await db
      .insertInto('scheduleDates')
      .values({ scheduleId: schedule.id, date, state: 'cancelled', start: null, minutes: null })
      .execute()
  }
}

/** Puts the files where they belong. @returns their rows */
async function seedFiles(files: PresentationFiles, seed: Seed): Promise<PresentationsTable[]> {
  const rows: PresentationsTable[] = []
  for (const { address, presentations } of seed.rooms) {
    for (const [position, { name, pages }] of presentations.entries()) {
      const id = `file-${address}-${position}`
      const content = seed.presentation(pages)
      const arrived = await files.receive(new Blob([new Uint8Array(content)]).stream(), content.length)
      await arrived.keep(id)
      const times = { createdAt: seed.begun, keptAt: seed.begun, deletedAt: null }
      rows.push({
        id,
        roomId: `room-${address}`,
        name,
        kind: 'pdf',
        bytes: arrived.size,
        position,
        ...times,
      })
    }
  }
  return rows
}
