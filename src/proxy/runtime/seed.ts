import type { DemoPerson } from '../../demo/people.ts'
import type { DemoPlan, DemoRecording, DemoRoom } from '../../demo/rooms.ts'
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
      const times = { created_at: seed.begun, last_seen_at: seed.begun }
      await db
        .insertInto('people')
        .values({ id, name: person.name, email: person.email, ...times })
        .execute()
      const identity = { issuer: 'demo', subject: person.subject, person_id: id, linked_at: seed.begun }
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
      owner_id: `person-${room.owner}`,
      owned_by: room.isOrganisations ? 'organisation' : 'person',
      name: room.name,
      address: room.address,
      ...settingsColumns({ recordingAllowed: room.recordingAllowed, ...room.settings }),
      created_at: seed.begun - 400 * day,
      last_used_at: room.lastUsedHoursAgo === null ? null : seed.begun - room.lastUsedHoursAgo * hour,
      deleted_at: null,
      archived_at: room.archivedHoursAgo === undefined ? null : seed.begun - room.archivedHoursAgo * hour,
    })
    .execute()
  await db
    .insertInto('room_addresses')
    .values({ address: room.address, room_id: id, created_at: seed.begun })
    .execute()
  await db.insertInto('pins').values({ pin: room.pin, room_id: id, rests_until: null }).execute()
  for (const subject of room.coHosts ?? []) {
    const added = { added_by: `person-${room.owner}`, added_at: seed.begun - 30 * day }
    await db
      .insertInto('cohosts')
      .values({ room_id: id, person_id: `person-${subject}`, ...added })
      .execute()
  }
  for (const plan of room.plans) await seedPlan(db, id, plan, seed)
  for (const recording of room.recordings) {
    const startedAt = seed.begun - recording.hoursAgo * hour
    const endedAt = startedAt + recording.minutes * minute
    await db
      .insertInto('recordings')
      .values({
        id: recording.meetingId.replace('foyer-', ''),
        room_id: id,
        owner_id: `person-${room.owner}`,
        owned_by: room.isOrganisations ? 'organisation' : 'person',
        organisation: room.isOrganisations ? room.organisation : null,
        meeting_id: recording.meetingId,
        server: recording.server,
        record_id: seed.recordId(recording),
        name: room.name,
        state: 'ready',
        audience: 'hosts',
        started_at: startedAt,
        ended_at: endedAt,
        minutes: recording.minutes,
        formats: JSON.stringify(
          recording.formats.map((type) => ({
            type,
            url: seed.playbackUrl(recording, type),
            minutes: recording.minutes,
          })),
        ),
        absent: 0,
        checked_at: null,
        last_seen_at: startedAt,
      })
      .execute()
  }
}

async function seedPlan(db: Store, roomId: string, plan: DemoPlan, seed: Seed): Promise<void> {
  const dayAfter = (days: number) => new Date(seed.begun + days * day).toISOString().slice(0, 10)
  const { inDays, time, cancelledInDays, calendar, ...columns } = plan
  await db
    .insertInto('calendars')
    .values({ room_id: roomId, name: calendar, generation: 1, changed_at: seed.begun })
    .execute()
  await db
    .insertInto('plans')
    .values({
      ...columns,
      room_id: roomId,
      start: `${dayAfter(inDays)}T${time}`,
      time_zone: 'America/Toronto',
      ends: '{"kind":"never"}',
      version: cancelledInDays.length,
      created_at: seed.begun,
      changed_at: seed.begun,
    })
    .execute()
  for (const days of cancelledInDays) {
    const date = dayAfter(days)
    await db
      .insertInto('plan_dates')
      .values({ plan_id: plan.id, date, state: 'cancelled', start: null, minutes: null })
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
      const times = { created_at: seed.begun, kept_at: seed.begun, deleted_at: null }
      rows.push({
        id,
        room_id: `room-${address}`,
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
