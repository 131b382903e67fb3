import { z } from 'zod'
import { RoomSettings } from '../../../contract/room-settings.ts'
import { cleanLines } from '../text/text.ts'
import type { Path } from './file.ts'

/**
 * Settings of an organisation for its rooms. That guests may see the PIN of a guarded room is none of it: a host of the
 * room must have read what that means.
 */
export const RoomOptions = RoomSettings.omit({ phoneForGuests: true })
  .partial()
  .meta({ title: 'settings of a room' })
  .transform((options) => ({
    ...options,
    ...(options.welcome === undefined ? {} : { welcome: cleanLines(options.welcome) }),
    ...(options.waitingMessage === undefined ? {} : { waitingMessage: cleanLines(options.waitingMessage) }),
  }))

const options = z.record(z.string(), z.unknown()).catch({})
type Options = z.infer<typeof options>

/** The part that is compared here, read from settings that may be wrong elsewhere. */
const Organisation = z
  .object({
    limits: z
      .object({ record: z.unknown(), participants: z.unknown(), minutes: z.unknown() })
      .partial()
      .catch({}),
    roomDefaults: options,
    roomForced: options,
    presets: z
      .array(z.object({ id: z.string().catch(''), settings: options }).catch({ id: '', settings: {} }))
      .catch([]),
  })
  .catch({ limits: {}, roomDefaults: {}, roomForced: {}, presets: [] })
type Organisation = z.infer<typeof Organisation>

type Misfit = { path: Path; message: string }

/** Contradictions in an organisation's rules for its rooms. */
export function roomMisfits(organisation: unknown, at: Path): Misfit[] {
  const { limits, roomDefaults, roomForced, presets } = Organisation.parse(organisation)
  const begun: [Path, Options][] = [
    [[...at, 'roomDefaults'], roomDefaults],
    ...presets.map(({ settings }, index): [Path, Options] => [
      [...at, 'presets', index, 'settings'],
      settings,
    ]),
  ]
  return [
    ...repeatedIds(presets, [...at, 'presets']),
    ...[[[...at, 'roomForced'], roomForced] as const, ...begun].flatMap(([path, set]) =>
      beyond(set, limits, path),
    ),
    ...begun.flatMap(([path, set]) => contrary(set, roomForced, path)),
  ]
}

function beyond(set: Options, limits: Organisation['limits'], path: Path): Misfit[] {
  const recording = (['recordingAllowed', 'recordingStarts'] as const).filter((name) => set[name] === true)
  const figures = (['participants', 'minutes'] as const).filter((name) => isMore(set[name], limits[name]))
  return [
    ...(limits.record === false
      ? recording.map((name) => ({ path: [...path, name], message: 'is true, but limits.record is false' }))
      : []),
    ...figures.map((name) => ({ path: [...path, name], message: `is more than limits.${name}` })),
  ]
}

function isMore(value: unknown, limit: unknown): boolean {
  return typeof value === 'number' && typeof limit === 'number' && value > limit
}

function contrary(set: Options, forced: Options, path: Path): Misfit[] {
  return Object.keys(set)
    .filter((name) => Object.hasOwn(forced, name) && forced[name] !== set[name])
    .map((name) => ({ path: [...path, name], message: 'differs from roomForced, which has the last word' }))
}

function repeatedIds(presets: readonly { id: string }[], path: Path): Misfit[] {
  return presets.flatMap(({ id }, index) => {
    const first = presets.findIndex((other) => other.id === id)
    if (id === '' || first === index) return []
    return [{ path: [...path, index, 'id'], message: `is the same as the id of presets[${first}]` }]
  })
}
