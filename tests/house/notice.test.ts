import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { noticeVersion } from '../../locales/notice.ts'
import { root } from './sources.ts'

/**
 * The words of each version of the recording notice, as SHA-256 of what stands in every language. A version that was
 * released is never changed: new words are a new version, with a line of its own.
 */
const versions: Record<number, string> = {
  1: 'b32d6feaa542034d',
  2: 'c09a69a9a5c0b88a',
}

const Texts = z.record(z.string(), z.string())

test('the words of the recording notice are those of its version', () => {
  const words = ['en', 'fr', 'fr-CA'].map((language) => {
    const textsOf = (area: string) =>
      Texts.parse(JSON.parse(readFileSync(path.join(root, 'locales', language, `${area}.json`), 'utf8')))
    const { consent, consent_hint } = textsOf('public')
    return { consent, consent_hint, entering: textsOf('common').may_be_recorded_agree }
  })
  const hash = createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16)
  expect(versions[noticeVersion], 'new words: count noticeVersion up, and add its line here').toBe(hash)
  expect(Math.max(...Object.keys(versions).map(Number))).toBe(noticeVersion)
})
