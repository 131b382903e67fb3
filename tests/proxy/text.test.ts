import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanName, cleanTitle, cutName } from '../../src/proxy/platform/text/text.ts'

describe('a name', () => {
  test.each([
    ['Gabrielle Tremblay', 'Gabrielle Tremblay'],
    ['  Zoé \t  Côté\n', 'Zoé Côté'],
    ['Zoe\u0301', 'Zoé'],
    ['a\r\nSet-Cookie: b', 'a Set-Cookie: b'],
    ['nul\0l', 'null'],
    ['\u202eevil\u2066 \u200fname\ufeff', 'evil name'],
    ['lone \ud800surrogate\udc00', 'lone surrogate'],
    ['not XML \uffff\ufffe', 'not XML'],
    ['=1+1', '=1+1'],
    ['👩‍🌾 Ana 🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👩‍🌾 Ana 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['😀'.repeat(60), '😀'.repeat(60)],
  ])('%j is kept as %j', (raw, name) => {
    expect(cleanName(raw)).toEqual({ name })
  })

  test.each([[''], ['   '], ['\t\r\n'], ['\u200b\u200d\u2060'], ['\u0301'], ['\u3164'], ['\0\0']])(
    '%j is none',
    (raw) => {
      expect(cleanName(raw)).toEqual({ problem: 'required' })
      expect(cutName(raw)).toBe('')
    },
  )

  test.each(['<script>alert(1)</script>', 'Ada <ada@example.org>', 'a > b', '<'])(
    '%j may be markup: refused where it is typed, taken out where it comes from elsewhere',
    (raw) => {
      expect(cleanName(raw)).toEqual({ problem: 'characters' })
      expect(cleanTitle(raw)).toEqual({ name: raw })
      expect(cutName(raw)).not.toMatch(/[<>]/)
    },
  )

  test('of which nothing is left without markup is none', () => {
    expect(cutName('Ada <ada@example.org>')).toBe('Ada ada@example.org')
    expect(cutName(' <> ')).toBe('')
  })

  test.each([
    ['61 letters', 'x'.repeat(61)],
    ['ten thousand emoji', '😀'.repeat(10_000)],
    ['one letter with ten thousand accents', `e${'\u0301'.repeat(10_000)}`],
  ])('%s are too long', (_what, raw) => {
    expect(cleanName(raw)).toEqual({ problem: 'too_long' })
  })

  test('of whatever was typed stays as it is when it is cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (raw) => {
        const cleaned = cleanName(raw)
        if ('problem' in cleaned) return
        expect(cleanName(cleaned.name)).toEqual(cleaned)
        expect(cleaned.name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
        expect(cleaned.name.isWellFormed()).toBe(true)
      }),
    )
  })

  test('that is too long can be cut between two letters, never inside one', () => {
    expect(cutName('é'.normalize('NFD').repeat(80))).toBe('é'.repeat(60))
    expect(cutName('👨‍👩‍👧‍👦'.repeat(80))).toBe('👨‍👩‍👧‍👦'.repeat(20))
  })
})
