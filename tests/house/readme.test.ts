import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readSettings } from '../../src/proxy/settings.ts'
import { RoomOptions } from '../../src/proxy/settings-rooms.ts'
import { SettingsSchema } from '../../src/proxy/settings-schema.ts'
import { root } from './sources.ts'

const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const names = z.record(z.string(), z.string())
const Manifest = z.object({ scripts: names, dependencies: names, devDependencies: names })
const manifest = Manifest.parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')))

/** As much of a JSON schema as names keys. */
const Shape = z.object({
  type: z.unknown().optional(),
  /** Of what has a table of its own. */
  title: z.string().optional(),
  get properties() {
    return z.record(z.string(), Shape).optional()
  },
  get items() {
    return Shape.optional()
  },
  get anyOf() {
    return z.array(Shape).optional()
  },
})
type Shape = z.infer<typeof Shape>

/** Every key that can be written: `servers[].dialIn.hash`. */
function keysOf({ title, properties = {}, items, anyOf = [] }: Shape, at = ''): string[] {
  if (title !== undefined) return [at]
  const inner = [
    ...Object.entries(properties).flatMap(([key, shape]) => keysOf(shape, at ? `${at}.${key}` : key)),
    ...(items ? keysOf(items, `${at}[]`) : []),
    ...anyOf.filter(({ type }) => type !== 'null').flatMap((shape) => keysOf(shape, at)),
  ]
  return inner.length > 0 ? [...new Set(inner)] : [at]
}

describe('the README', () => {
  test('has every setting, and no other', () => {
    const schema = Shape.parse(z.toJSONSchema(SettingsSchema, { io: 'input', unrepresentable: 'any' }))
    const table = readme.slice(readme.indexOf('## Settings'), readme.indexOf('Environment:'))
    const told = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key)
    expect(told.sort()).toEqual(keysOf(schema).sort())
  })

  test('has every setting of a room that an organisation can name, and no other', () => {
    const { properties } = Shape.parse(z.toJSONSchema(RoomOptions, { io: 'input' }))
    const from = readme.indexOf('### Settings of rooms')
    const table = readme.slice(from, readme.indexOf('\n## ', from))
    const told = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/\w+/g) ?? [],
    )
    expect(told.sort()).toEqual(Object.keys(properties ?? {}).sort())
  })

  test('has an example of settings that can be used', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? []
    const environment = { FOYER_SECRET: 'x'.repeat(64), BBB_DE_SECRET: 'secret' }
    expect(readSettings(yaml, environment).publicUrl).toBe('https://meet.example.coop')
  })

  test('gives every dependency its reason, and no other', () => {
    const table = readme.slice(readme.indexOf('### What it stands on'), readme.indexOf('## Decisions'))
    const told = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/(?<=`)[^`, ]+(?=`)/g) ?? [],
    )
    const used = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]
    expect(told.sort()).toEqual(used.sort())
  })

  test('has every command', () => {
    const missing = Object.keys(manifest.scripts).filter(
      (name) => !new RegExp(`npm (run )?${name}\\b`).test(readme),
    )
    expect(missing).toEqual([])
  })
})
