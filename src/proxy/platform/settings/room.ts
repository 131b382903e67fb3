import { LRUCache } from 'lru-cache'
import {
  initialSettings,
  type Lock,
  type Preset,
  RoomSettings,
  type SettingName,
  SettingsChange,
} from '../../../contract/room-settings.ts'
import { ProblemError } from '../problem.ts'
import type { RoomRow } from '../store/rows.ts'
import type { Settings } from './settings.ts'

/**
 * The settings that count in a room now: those that its organisation forces, over what was set in it, over what every
 * room begins with; the organisation's limits come last. What the organisation's rooms begin with was set when the room
 * was created: a default that changes later changes no room that people know already.
 */
export function settingsOf(
  room: Pick<RoomRow, 'settings' | 'organisation'>,
  settings: Settings,
): RoomSettings {
  const read = readBefore.get(settings) ?? new LRUCache<string, RoomSettings>({ max: mostRead })
  readBefore.set(settings, read)
  const key = `${room.organisation} ${room.settings}`
  const known = read.get(key) ?? Object.freeze(readSettings(room, settings))
  read.set(key, known)
  return known
}

/** Settings that were read lately, by their text. */
const readBefore = new WeakMap<Settings, LRUCache<string, RoomSettings>>()
const mostRead = 500

function readSettings(room: Pick<RoomRow, 'settings' | 'organisation'>, settings: Settings): RoomSettings {
  const organisation = settings.organisations.find(({ id }) => id === room.organisation)
  const limits = organisation?.limits
  const set = RoomSettings.parse({ ...initialSettings, ...storedSettings(room), ...organisation?.roomForced })
  return {
    ...set,
    recordingAllowed: set.recordingAllowed && limits?.record !== false,
    recordingStarts: set.recordingStarts && limits?.record !== false,
    participants: atMost(set.participants, limits?.participants),
    minutes: atMost(set.minutes, limits?.minutes),
  }
}

interface Offered {
  locked: Partial<Record<SettingName, Lock>>
  presets: Preset[]
}

/** Read once for each organisation: the settings do not change while the process lives. */
const offeredBy = new WeakMap<Settings, Map<string, Offered>>()

function offeredIn(organisation: string, settings: Settings): Offered {
  const known = offeredBy.get(settings) ?? new Map<string, Offered>()
  offeredBy.set(settings, known)
  const found = known.get(organisation) ?? readOffered(organisation, settings)
  known.set(organisation, found)
  return found
}

function readOffered(id: string, settings: Settings): Offered {
  const found = settings.organisations.find((organisation) => organisation.id === id)
  const forced = Object.keys(found?.roomForced ?? {}).map((name): [string, Lock] => [name, 'organisation'])
  const recording: Offered['locked'] =
    found?.limits.record === false ? { recordingAllowed: 'recording', recordingStarts: 'recording' } : {}
  const locked = { ...Object.fromEntries(forced), ...recording }
  const presets = (found?.presets ?? []).map((preset) => ({
    ...preset,
    settings: SettingsChange.parse(
      Object.fromEntries(Object.entries(preset.settings).filter(([name]) => !Object.hasOwn(locked, name))),
    ),
  }))
  return { locked, presets }
}

/** Settings that the hosts of an organisation's rooms cannot change, with the reason. */
export function lockedSettings(organisation: string, settings: Settings): Offered['locked'] {
  return offeredIn(organisation, settings).locked
}

/** Presets of an organisation, without the settings that are locked there. */
export function presetsOf(organisation: string, settings: Settings): Preset[] {
  return offeredIn(organisation, settings).presets
}

/**
 * Settings of a new room: those of the organisation's new rooms, and over them those of a preset.
 * @param preset its id
 * @throws ProblemError fields_invalid where the organisation has no such preset
 */
export function firstSettings(
  organisation: string,
  preset: string | undefined,
  settings: Settings,
): SettingsChange {
  const found = settings.organisations.find(({ id }) => id === organisation)
  const chosen = found?.presets.find(({ id }) => id === preset)
  if (preset !== undefined && !chosen)
    throw new ProblemError('fields_invalid', { fields: { preset: 'unknown' } })
  return { ...found?.roomDefaults, ...chosen?.settings }
}

/** A room that not every bearer of its link enters at once. */
export function isGuarded(room: Pick<RoomRow, 'accessCode'>, set: RoomSettings): boolean {
  return set.approval || set.membersOnly || room.accessCode !== null
}

/** The columns of a room that hold what is set in it. */
export function settingsColumns(set: SettingsChange) {
  return { settings: JSON.stringify(set), membersStart: set.membersStart ? 1 : 0 }
}

/** Settings of a room as its row holds them. */
export function storedSettings(room: Pick<RoomRow, 'settings'>): SettingsChange {
  return SettingsChange.parse(JSON.parse(room.settings))
}

/** null: the room sets nothing, and the limit counts where there is one. */
function atMost(set: number | null, limit: number | null | undefined): number | null {
  return set === null || !limit ? set : Math.min(set, limit)
}
