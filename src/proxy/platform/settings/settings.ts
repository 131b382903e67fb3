import type { z } from 'zod'
import { crossCheck } from './checks.ts'
import { type Complaint, type Path, readSettingsFile } from './file.ts'
import { SettingsSchema } from './schema.ts'

/** `foyer.yaml` as the proxy uses it, defaults applied. */
export type Settings = z.output<typeof SettingsSchema>
export type OrganisationSettings = Settings['organisations'][number]

/** Settings that cannot be used, with every complaint at once. */
export class SettingsError extends Error {
  readonly complaints: readonly Complaint[]

  constructor(complaints: readonly Complaint[]) {
    super(
      complaints
        .map(({ key, line, message }) => [`line ${line}`, key, message].filter(Boolean).join(': '))
        .join('\n'),
    )
    this.name = 'SettingsError'
    this.complaints = complaints
  }
}

/**
 * The settings of a `foyer.yaml`; `${NAME}` reads the environment.
 * @throws SettingsError with everything that is wrong, in the order of the file; it never repeats a value
 */
export function readSettings(
  yamlText: string,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const { value, complaints, complain } = readSettingsFile(yamlText, environment)
  if (value === undefined) throw new SettingsError(complaints)
  const result = SettingsSchema.safeParse(value, { error: expectation })
  const misfits = [...(result.success ? [] : result.error.issues.flatMap(misfitsOf)), ...crossCheck(value)]
  const known = new Set(complaints.map(({ key }) => key))
  const found = misfits
    .map(({ path, message }) => complain(path, message))
    .filter(({ key }) => !known.has(key))
  const all = [...complaints, ...found].sort((a, b) => a.line - b.line)
  if (!result.success || all.length > 0) throw new SettingsError(all)
  return result.data
}

const kinds: Record<string, string> = {
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  boolean: 'true or false',
  number: 'a whole number',
  int: 'a whole number',
}

/** The expectation, where the schema does not say it in words. */
function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`
    case 'invalid_type':
      return kinds[issue.expected] ?? 'a text'
    case 'too_big':
      return issue.origin === 'string' ? `at most ${issue.maximum} characters` : `${issue.maximum} at most`
    case 'too_small':
      return `${issue.minimum} at least`
    default:
      return 'a text'
  }
}

function misfitsOf(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: 'is not a key that Foyer knows here',
    }))
  }
  return [{ path: issue.path, message: `expected ${issue.message}` }]
}
