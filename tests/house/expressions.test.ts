import { check } from 'recheck'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { filesBelow } from './sources.ts'

/*
 * Regular expressions meet what strangers send: none may backtrack more than in proportion to its length.
 * `recheck` decides that by automata, and by trying where an expression has look-arounds.
 */

const Literal = z.object({
  type: z.literal('Literal'),
  regex: z.object({ pattern: z.string(), flags: z.string() }),
})

/** Those that are built from pieces, and why they are harmless: a class of characters, and groups of equal length. */
const built = ['src/proxy/platform/text/text.ts', 'src/proxy/features/join/access-code.ts']

function expressionsIn(value: unknown): { pattern: string; flags: string }[] {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return []
  const literal = Literal.safeParse(value)
  return literal.success ? [literal.data.regex] : Object.values(value).flatMap(expressionsIn)
}

const files = ['src/proxy', 'src/contract', 'src/app'].flatMap((folder) => filesBelow(folder, /\.tsx?$/))

test('no regular expression of ours takes more than a time that grows with its text', async () => {
  const found = files.flatMap(({ path, text }) =>
    expressionsIn(parseSync(path, text).program).map((expression) => ({ path, ...expression })),
  )
  expect(found.length).toBeGreaterThan(150)
  const slow: unknown[] = []
  for (const { path, pattern, flags } of found) {
    const { status } = await check(pattern, flags)
    if (status !== 'safe') slow.push({ path, pattern, status })
  }
  expect(slow).toEqual([])
})

test('expressions are written out, so that they can be checked', () => {
  expect(
    files
      .filter(({ text }) => /\bRegExp\(/.test(text))
      .map(({ path }) => path)
      .sort(),
  ).toEqual(built.toSorted())
})
