import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CodeKind } from '../../src/contract/rooms.ts'
import { cleanCode, createAccessCodes, drawCode, grouped } from '../../src/proxy/features/join/access-code.ts'
import { readSettings } from '../../src/proxy/platform/settings/settings.ts'

const random = { uuid: randomUUID, bytes: (count: number) => randomBytes(count) }
const codesUnder = (secret: string) =>
  createAccessCodes({
    random,
    settings: readSettings(
      `publicUrl: https://meet.example.coop
secret: ${secret}
signIn: { issuers: [{ id: sso, issuer: https://sso.example.coop, clientId: foyer, audience: foyer-api }] }
organisations: [{ id: riverside, name: Riverside }]
servers: [{ id: de, url: https://de.example.coop, secret: x, name: DE, country: DE }]`,
      {},
    ),
  })
const codes = codesUnder('x'.repeat(32))
const kinds = fc.constantFrom<CodeKind>('digits', 'letters')

describe('an access code', () => {
  test('is nine digits, or eight letters that are not mixed up, each as likely as the others', () => {
    const counts = new Map<string, number>()
    for (let draw = 0; draw < 3_000; draw++) {
      expect(drawCode('digits', random)).toMatch(/^\d{9}$/)
      const letters = drawCode('letters', random)
      expect(letters).toMatch(/^[bcdfghjkmpqrstvwxz]{8}$/)
      for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    expect(counts.size).toBe(18)
    const even = 24_000 / 18
    for (const count of counts.values()) expect(Math.abs(count - even)).toBeLessThan(even / 4)
  })

  test.each([
    ['digits', '482 915 307', '482915307'],
    ['digits', ' 482-915-307\n', '482915307'],
    ['digits', '４８２９１５３０７', '482915307'],
    ['digits', '٤٨٢٩١٥٣٠٧', '482915307'],
    ['digits', '482 9I5 3O7', '482915307'],
    ['digits', 'l8z.9l5.So7', '182915507'],
    ['letters', 'BCDF-GHJK', 'bcdfghjk'],
    ['letters', ' bcdf ghjk. ', 'bcdfghjk'],
    ['letters', 'çcdf 5zuw', 'ccdfszvw'],
  ] satisfies [CodeKind, string, string][])('of %s, typed %j, is meant as %j', (kind, typed, meant) => {
    expect(cleanCode(typed, kind)).toBe(meant)
  })

  test('however it is spaced and written, is the code; whatever else is typed is not', () => {
    const noise = fc.constantFrom('', ' ', '-', '\u00a0', '.', '\t')
    fc.assert(
      fc.property(
        kinds,
        fc.array(noise, { minLength: 9, maxLength: 9 }),
        fc.string(),
        (kind, gaps, other) => {
          const room = { id: 'room', accessCode: codes.draw('room', kind) }
          const shown = codes.read(room) ?? ''
          const code = shown.replaceAll(' ', '')
          expect(shown).toBe(grouped(code))
          const spaced = Array.from(code, (character, index) => character + gaps[index]).join('')
          for (const typed of [shown, code, spaced, spaced.toUpperCase()]) {
            expect(codes.isCode(room, typed)).toBe(true)
          }
          expect(codes.isCode(room, other)).toBe(cleanCode(other, kind) === code)
          expect(codes.isCode(room, `${code}1`)).toBe(false)
          expect(codes.isCode(room, code.slice(1))).toBe(false)
        },
      ),
    )
  })

  test('typed by anybody is cleaned once and for all, and never fails', () => {
    fc.assert(
      fc.property(kinds, fc.string({ unit: 'binary', maxLength: 300 }), (kind, typed) => {
        const cleaned = cleanCode(typed, kind)
        expect(cleaned).not.toMatch(/[\s\p{P}\p{C}\p{Lu}]/u)
        expect(cleaned.length).toBeLessThanOrEqual(200 * 18)
      }),
    )
  })

  test('is not to be read in the database, nor under another secret, nor in another room’s row', () => {
    const accessCode = codes.draw('room', 'digits')
    const code = codes.read({ id: 'room', accessCode })?.replaceAll(' ', '') ?? ''
    expect(accessCode).not.toContain(code)
    expect(Buffer.from(accessCode, 'base64url').toString('latin1')).not.toContain(code)
    expect(codes.read({ id: 'another', accessCode })).toBeNull()
    expect(codes.isCode({ id: 'another', accessCode }, code)).toBe(false)
    const elsewhere = codesUnder('y'.repeat(32))
    expect(elsewhere.read({ id: 'room', accessCode })).toBeNull()
    expect(elsewhere.isCode({ id: 'room', accessCode }, code)).toBe(false)
    expect(codes.read({ id: 'room', accessCode: 'damaged' })).toBeNull()
  })
})
