import { z } from 'zod'

/** Epoch milliseconds. */
const Time = z.number().int()
/** A day of the calendar, `2026-12-01`. */
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** Local time there, as a clock on the wall shows it: `2026-12-01T14:00`. */
const WallTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
/** An IANA name, `America/Toronto`. */
const TimeZone = z.string().min(1).max(60)
/** How long it is scheduled to last. */
const Minutes = z.number().int().min(5).max(1440)

/**
 * How a schedule repeats; the weekday and the day of the month are those of its first date. Months that have no such
 * day are passed over, as RFC 5545 has it. `monthly_weekday` counts from the first of the month ("the second
 * Tuesday"), `monthly_last_weekday` is "the last Tuesday".
 */
export const Repeat = z.enum([
  'none',
  'weekly',
  'fortnightly',
  'monthly_day',
  'monthly_weekday',
  'monthly_last_weekday',
])
export type Repeat = z.infer<typeof Repeat>

/** When a series ends: never, after so many dates, or on a day, which may be its last date. */
export const ScheduleEnd = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never') }),
  z.strictObject({ kind: z.literal('after'), count: z.number().int().min(1).max(366) }),
  z.strictObject({ kind: z.literal('on'), date: Day }),
])
export type ScheduleEnd = z.infer<typeof ScheduleEnd>

/** When meetings are scheduled in a room: once, or again and again. It is written as clocks in its zone show it. */
export const ScheduleTimes = z.strictObject({
  start: WallTime,
  timeZone: TimeZone,
  minutes: Minutes,
  repeat: Repeat,
  ends: ScheduleEnd,
})
export type ScheduleTimes = z.infer<typeof ScheduleTimes>

export const NewSchedule = ScheduleTimes.extend({
  /** Empty: the room's name says enough. The proxy cleans and judges. */
  title: z.string().max(1000),
  /** Plain text for those who are invited; empty: none. At most 500 characters. */
  message: z.string().max(500),
})
export type NewSchedule = z.infer<typeof NewSchedule>

export const Schedule = NewSchedule.extend({ id: z.string() })
export type Schedule = z.infer<typeof Schedule>

/** One date of a schedule. */
export const ScheduleDate = z.object({
  schedule: z.string(),
  /** The day that the rule gives it, which names it also when it was moved. */
  date: z.string(),
  state: z.enum(['scheduled', 'moved', 'cancelled']),
  startsAt: Time,
  /** As a clock in the schedule's zone shows it. */
  start: z.string(),
  minutes: z.number().int(),
  timeZone: z.string(),
  /** When it was scheduled before it was moved. */
  movedFrom: Time.nullable(),
})
export type ScheduleDate = z.infer<typeof ScheduleDate>

export const ScheduleList = z.object({
  schedules: z.array(Schedule),
  /** Dates that are not over, the next first; cancelled ones too. */
  dates: z.array(ScheduleDate),
  /** There are more dates than were asked for. */
  more: z.boolean(),
  /** The private address of the room's calendar, for calendar programs to follow; null until something is scheduled. */
  feed: z.string().nullable(),
})
export type ScheduleList = z.infer<typeof ScheduleList>

export const ScheduleListQuery = z.strictObject({
  count: z.coerce.number<string>().int().min(1).max(50).optional(),
})

/** Dates of a schedule before it is saved. */
export const SchedulePreview = z.object({
  /** Its next three dates. */
  dates: z.array(ScheduleDate),
  /** A date that is scheduled here already at the same time as one of its next ones. */
  overlap: ScheduleDate.nullable(),
  /** The zone changes, and dates that were moved stay at the moment to which they were moved. */
  movesStay: z.boolean(),
})
export type SchedulePreview = z.infer<typeof SchedulePreview>

/** Another schedule in place of the one that is changed, or a new one. */
export const SchedulePreviewRequest = NewSchedule.extend({ id: z.string().max(100).optional() })
export type SchedulePreviewRequest = z.infer<typeof SchedulePreviewRequest>

/** A change of one date: moved, cancelled, or back to the schedule. */
export const ScheduleDateChange = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('moved'), start: WallTime, minutes: Minutes }),
  z.strictObject({ state: z.literal('cancelled') }),
  z.strictObject({ state: z.literal('scheduled') }),
])
export type ScheduleDateChange = z.infer<typeof ScheduleDateChange>

/** The address of the feed, made anew. */
export const Feed = z.object({ feed: z.string() })
export type Feed = z.infer<typeof Feed>

/** The next date that takes place, as guests see it. */
export const NextMeeting = z.object({
  title: z.string(),
  message: z.string(),
  startsAt: Time,
  minutes: z.number().int(),
  timeZone: z.string(),
  movedFrom: Time.nullable(),
})
export type NextMeeting = z.infer<typeof NextMeeting>

/** A date before the next one that does not take place: whoever comes for it is told. */
export const CancelledMeeting = z.object({ title: z.string(), startsAt: Time, timeZone: z.string() })
export type CancelledMeeting = z.infer<typeof CancelledMeeting>

export const Upcoming = z.object({
  next: NextMeeting.nullable(),
  cancelled: CancelledMeeting.nullable(),
})
export type Upcoming = z.infer<typeof Upcoming>
