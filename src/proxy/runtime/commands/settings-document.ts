import { z } from 'zod'
import { initialSettings } from '../../../contract/room-settings.ts'
import { RoomOptions } from '../../platform/settings/room-options.ts'
import { SettingsSchema } from '../../platform/settings/schema.ts'
import { type Description, descriptions, roomDescriptions } from './settings-descriptions.ts'

/** The part of a JSON schema that names keys, what they take and what counts without them. */
const Shape = z.object({
  type: z.unknown().optional(),
  /** Names a schema that has a table of its own. */
  title: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  required: z.array(z.string()).default([]),
  get properties() {
    return z.record(z.string(), Shape).default({})
  },
  get items() {
    return Shape.optional()
  },
  get anyOf() {
    return z.array(Shape).default([])
  },
})
type Shape = z.infer<typeof Shape>

/** A key that can be written, `servers[].dialIn.hash`: whether it must be, its default, the values that it takes. */
interface Key {
  key: string
  required: boolean
  value: unknown
  takes: string
}

function keysOf(shape: Shape, key = '', required = true, inherited?: unknown): Key[] {
  const value = shape.default ?? inherited
  const own = { key, required, value, takes: valuesOf(shape) }
  if (shape.title !== undefined && key !== '') return [own]
  const inner = [
    ...Object.entries(shape.properties).flatMap(([name, part]) =>
      keysOf(part, key ? `${key}.${name}` : name, shape.required.includes(name)),
    ),
    ...(shape.items ? keysOf(shape.items, `${key}[]`, required, value) : []),
    ...shape.anyOf
      .filter(({ type }) => type !== 'null')
      .flatMap((part) => keysOf(part, key, required, value)),
  ]
  return inner.length > 0 ? inner : [own]
}

function valuesOf({ enum: values, minimum, maximum, maxLength }: Shape): string {
  if (values) return values.map((value) => `\`${value}\``).join(', ')
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`
  return maxLength === undefined ? '' : `at most ${maxLength} characters`
}

function defaultOf({ required, value }: Key, { otherwise }: Description): string {
  if (otherwise) return otherwise
  if (required) return 'required'
  const values = [value ?? []].flat().filter((one) => one !== '' && typeof one !== 'object')
  return values.map((one) => `\`${one}\``).join(', ') || 'none'
}

function table(heads: string[], keys: Key[], texts: Readonly<Record<string, Description>>): string {
  const unused = Object.keys(texts).filter((name) => !keys.some(({ key }) => key === name))
  if (unused.length > 0) throw new Error(`Described, but no setting: ${unused.join(', ')}`)
  const rows = keys.map((key) => {
    const text = texts[key.key]
    if (!text) throw new Error(`Not described in settings-descriptions.ts: ${key.key}`)
    return [`\`${key.key}\``, defaultOf(key, text), key.takes, text.is]
  })
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/**
 * Puts the tables of all settings, made from their schemas, into a page.
 * @param page Markdown with `<!-- table: settings -->` and `<!-- table: rooms -->`, each before its table
 * @returns the page with both tables as they are now
 * @throws Error for a setting without a description, or a description without a setting
 */
export function withSettings(page: string): string {
  const settings = keysOf(Shape.parse(schemaWithDefaults()))
  const initial = new Map<string, unknown>(Object.entries(initialSettings))
  const rooms = keysOf(Shape.parse(z.toJSONSchema(RoomOptions, { io: 'input' }))).map((key) => ({
    ...key,
    value: initial.get(key.key),
  }))
  const tables = new Map([
    ['settings', table(['key', 'default', 'takes', 'meaning'], settings, descriptions)],
    ['rooms', table(['setting', 'a room begins with', 'takes', 'meaning'], rooms, roomDescriptions)],
  ])
  return page.replace(
    /(<!-- table: (\w+) -->\n\n)(?:\|.*\n)*/g,
    (_all, head, name) => `${head}${tables.get(name)}\n`,
  )
}

/** The JSON schema of what people write; Zod leaves out the defaults of values that it preprocesses. */
function schemaWithDefaults() {
  return z.toJSONSchema(SettingsSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.core.$ZodDefault) jsonSchema.default = zodSchema._zod.def.defaultValue
    },
  })
}
