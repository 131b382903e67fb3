import { describe, expect, test } from 'vitest'
import {
  compareText,
  containsText,
  countryName,
  formatMinutes,
  formatMoment,
  formatSince,
  formatWhen,
  groupPin,
  localText,
  telHref,
} from '../../src/app/parts/format.ts'

const zone = 'America/Toronto'
const monday = Date.parse('2026-11-23T14:05:00-05:00')
const hours = (count: number) => count * 3_600_000
/** Which kind of space `Intl` writes changes from one version of its data to the next. */
const plain = (text: string) => text.replace(/\s/g, ' ')

describe('moments', () => {
  test('the first of a month is "1er" in French, and no other day is', () => {
    const at = (date: string, language: 'en' | 'fr' | 'fr-CA') =>
      plain(formatMoment(Date.parse(`${date}T19:01:00Z`), language, 'UTC'))
    expect(at('2026-12-01', 'fr')).toBe('1er décembre 2026 à 19:01 UTC')
    expect(at('2026-12-01', 'fr-CA')).toBe('1er décembre 2026 à 19 h 01 UTC')
    expect(at('2026-12-11', 'fr')).toContain('11 décembre')
    expect(at('2026-12-01', 'en')).toContain('1 December')
  })

  test('today is said by the clock, as each language writes it', () => {
    expect(plain(formatSince(monday, 'en', monday + hours(2), zone))).toBe('14:05')
    expect(plain(formatSince(monday, 'fr', monday + hours(2), zone))).toBe('14:05')
    expect(plain(formatSince(monday, 'fr-CA', monday + hours(2), zone))).toBe('14 h 05')
  })

  test('the day is that of the reader’s calendar, not a matter of hours', () => {
    const late = Date.parse('2026-11-23T23:30:00-05:00')
    expect(plain(formatSince(late, 'fr-CA', late + hours(1), zone))).toBe('hier, 23 h 30')
    expect(plain(formatWhen(monday, 'en', monday + hours(2), zone))).toBe('today, 14:05')
  })

  test('the last week is said by its days, what is older by its date', () => {
    expect(plain(formatWhen(monday, 'fr-CA', monday + hours(72), zone))).toBe('lundi, 14 h 05')
    expect(plain(formatWhen(monday, 'en', monday + hours(24 * 7), zone))).toBe('23 November 2026')
    expect(plain(formatWhen(monday, 'fr', monday + hours(24 * 7), zone))).toBe('23 novembre 2026')
  })

  test('a clock that runs behind does not turn the past into nonsense', () => {
    expect(plain(formatWhen(monday, 'en', monday - hours(48), zone))).toBe('23 November 2026')
  })

  test('a zone that is not the reader’s own is named', () => {
    expect(plain(formatMoment(monday, 'fr-CA', 'UTC'))).toBe('23 novembre 2026 à 19 h 05 UTC')
    expect(plain(formatMoment(monday, 'fr-CA', zone))).toBe('23 novembre 2026 à 14 h 05 HNE')
  })
})

test('a length is said in hours and minutes', () => {
  expect([0, 48, 60, 95].map((minutes) => plain(formatMinutes(minutes)))).toEqual([
    '0 min',
    '48 min',
    '1 h',
    '1 h 35 min',
  ])
})

test('a PIN is grouped from the right for reading aloud', () => {
  expect(['12345', '123456', '123456789', '42'].map((pin) => plain(groupPin(pin)))).toEqual([
    '12 345',
    '123 456',
    '123 456 789',
    '42',
  ])
})

test('a telephone link dials the number, waits, and dials the PIN', () => {
  const number = { number: '+49 30 5683-0142', pin: '27064' }
  expect(telHref({ ...number, hash: true })).toBe('tel:+493056830142,,27064%23')
  expect(telHref({ ...number, hash: false })).toBe('tel:+493056830142,,27064')
})

test('a country is said in the reader’s language, and what is no country as it is written', () => {
  expect(countryName('DE', 'fr-CA')).toBe('Allemagne')
  expect(countryName('DE', 'en')).toBe('Germany')
  expect(countryName('outre-mer', 'fr')).toBe('outre-mer')
})

test('search and order ignore case and accents', () => {
  expect(containsText('Réunion du comité', 'reunion DU')).toBe(true)
  expect(containsText('Réunion du comité', 'assemblée')).toBe(false)
  const names = ['Zones', 'Éco 10', 'éco 2', 'Atelier']
  expect(names.toSorted((one, other) => compareText(one, other, 'fr'))).toEqual([
    'Atelier',
    'éco 2',
    'Éco 10',
    'Zones',
  ])
})

test('Québec reads its own words where the settings have them, and French otherwise', () => {
  const label = { en: 'Sign-in', fr: 'Connexion', 'fr-CA': 'Ouverture de session' }
  expect(localText(label, 'fr-CA')).toBe('Ouverture de session')
  expect(localText({ en: 'Germany', fr: 'Allemagne' }, 'fr-CA')).toBe('Allemagne')
})
