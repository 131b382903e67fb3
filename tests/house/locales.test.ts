import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { composeTexts } from '../../locales/compose.ts'
import { lettersIn } from '../../src/proxy/platform/text/letters.ts'
import { filesBelow, withoutComments } from './sources.ts'

/*
 * French and English are equals: the same areas, keys, placeholders and plural forms; French as French
 * readers write it, Québec's where it differs.
 */
const Area = z.record(z.string(), z.string())
type Area = z.infer<typeof Area>

const areas = new Map(
  filesBelow('locales', /\.json$/).map(({ path, text }) => [path, Area.parse(JSON.parse(text))]),
)
const namesOf = (language: string) =>
  [...areas.keys()]
    .filter((path) => path.startsWith(`locales/${language}/`))
    .map((path) => path.replace(/^.*\/|\.json$/g, ''))
const textsOf = (language: string, area: string): Area => areas.get(`locales/${language}/${area}.json`) ?? {}
const entriesOf = (language: string) =>
  namesOf(language).flatMap((area) =>
    Object.entries(textsOf(language, area)).map(([key, text]) => ({
      key: `${language}/${area}:${key}`,
      text,
    })),
  )

const english = namesOf('en')

test('both languages have the same areas, and Québec none of its own', () => {
  expect(namesOf('fr')).toEqual(english)
  expect(english).toEqual(expect.arrayContaining(namesOf('fr-CA')))
})

describe.each(english)('%s', (area) => {
  const [en, fr, quebec] = [textsOf('en', area), textsOf('fr', area), textsOf('fr-CA', area)]

  test('has every text in both languages', () => {
    expect(things(fr)).toEqual(things(en))
    expect([...Object.values(en), ...Object.values(fr), ...Object.values(quebec)]).not.toContain('')
  })

  test('has the plural forms of each language', () => {
    expect(missingForms(en, 'en')).toEqual([])
    expect(missingForms(fr, 'fr')).toEqual([])
  })

  test('fills in the same values in each language', () => {
    const differing = Object.entries({ ...fr, ...quebec }).flatMap(([key, text]) => {
      const counterpart = en[key] ?? en[key.replace(/_many$/, '_other')]
      return counterpart === undefined || sameValues(text, counterpart) ? [] : [`${key}: ${text}`]
    })
    expect(differing).toEqual([])
    const unlike = Object.entries(quebec).filter(([key, text]) => !sameValues(text, fr[key] ?? ''))
    expect(unlike).toEqual([])
  })

  test('says in fr-CA only what differs', () => {
    const idle = Object.entries(quebec).filter(([key, text]) => fr[key] === undefined || fr[key] === text)
    expect(idle).toEqual([])
  })
})

describe('words', () => {
  const banned =
    'e-?mails?|mails?|t?chats?|login|logger|support|maintenance|céduler|supporter|appels? internes?'
  const anglicism = new RegExp(`(?<![\\p{L}-])(${banned})(?![\\p{L}-])`, 'iu')

  test('no French text has a word that is not', () => {
    const french = [...entriesOf('fr'), ...entriesOf('fr-CA')]
    const found = french.filter(({ text }) => anglicism.test(text.replace(/\{\{\w+\}\}/g, '')))
    expect(found).toEqual([])
  })

  test('the list is looked for as whole words', () => {
    expect(['un e-mail', 'Chat', 'le support.'].every((text) => anglicism.test(text))).toBe(true)
    expect(['clavardage', 'supportable', 'émail', 'un courriel'].some((text) => anglicism.test(text))).toBe(
      false,
    )
  })

  test('Québec reads its own words', () => {
    const elsewhere =
      /code PIN|touche dièse|numéro gratuit|données personnelles|écrivez-nous|se (dé)?connecter|connectez-vous/i
    const found = english.flatMap((area) => {
      const composed = composeTexts('fr-CA', [
        { [area]: textsOf('fr', area) },
        { [area]: textsOf('fr-CA', area) },
      ])
      return Object.entries(composed[area] ?? {}).filter(([, text]) => elsewhere.test(String(text)))
    })
    expect(found).toEqual([])
  })
})

describe('typography', () => {
  const narrow = '\u202f'
  const wide = '\u00a0'
  const french = [...entriesOf('fr'), ...entriesOf('fr-CA')]

  test.each<[string, RegExp]>([
    ['a narrow no-break space stands before ; ! ?', new RegExp(`(?<!${narrow})[;!?]`)],
    ['a no-break space stands before :', new RegExp(`(?<!${wide}):(?!//)`)],
    ['a no-break space stands inside « »', new RegExp(`«(?!${wide})|(?<!${wide})»`)],
    ['quotation marks are « »', /["“”]/],
  ])('in French %s', (_rule, wrong) => {
    expect(french.filter(({ text }) => wrong.test(text))).toEqual([])
  })

  test.each<[string, RegExp]>([
    ['the apostrophe is ’', /'/],
    ['the ellipsis is …', /\.\.\./],
    ['no space is doubled, begins or ends a text', /^\s|\s$|[^\S\n]{2}/],
  ])('everywhere %s', (_rule, wrong) => {
    expect([...entriesOf('en'), ...french].filter(({ text }) => wrong.test(text))).toEqual([])
  })

  test('in Québec no space stands before ; ! ?, on pages and in letters', () => {
    const pages = composeTexts('fr-CA', [{ all: { text: `Attendez${narrow}; déjà${narrow}?` } }])
    expect(pages).toEqual({ all: { text: 'Attendez; déjà?' } })
    expect(lettersIn('fr')('recording')).toContain(`${narrow};`)
    expect(lettersIn('fr-CA')('recording')).toMatch(/\p{L};/u)
  })
})

test('every text is used', () => {
  const code = [
    ...filesBelow('src/app', /\.tsx?$/),
    ...['access', 'features/invitations', 'features/calendars', 'platform/text'].flatMap((folder) =>
      filesBelow(`src/proxy/${folder}`, /\.ts$/),
    ),
  ]
    .map(({ text }) => withoutComments(text))
    .join('\n')
  const begun = [...code.matchAll(/[`:](\w+_)\$\{/g)].map(([, beginning = '']) => beginning)
  const ended = [...code.matchAll(/`\$\{\w+\}(_\w+)`/g)].map(([, ending = '']) => ending)
  const isNamed = (key: string) => new RegExp(`['"\`:.]${key}\\b(?!\\$)|\\b${key}:`).test(code)
  const unused = english
    // A problem's text is found by its code; problems.test.ts holds the two together.
    .filter((area) => area !== 'problems')
    .flatMap((area) => things(textsOf('en', area)).map((key) => ({ area, key })))
    .filter(({ key }) => !isNamed(key))
    .filter(({ key }) => !begun.some((beginning) => key.startsWith(beginning)))
    .filter(
      ({ key }) => !ended.some((ending) => key.endsWith(ending) && isNamed(key.slice(0, -ending.length))),
    )
  expect(unused).toEqual([])
})

const forms = ['zero', 'one', 'two', 'few', 'many', 'other']
const formOf = new RegExp(`_(${forms.join('|')})$`)

/** The things that are counted: their keys without a form. */
function counted(area: Area): string[] {
  const bases = Object.keys(area).flatMap((key) => (key.endsWith('_one') ? [key.replace(formOf, '')] : []))
  return bases.filter((base) => `${base}_other` in area)
}

/** Every key, plural forms taken together. */
function things(area: Area): string[] {
  const bases = new Set(counted(area))
  const all = Object.keys(area).map((key) =>
    bases.has(key.replace(formOf, '')) ? key.replace(formOf, '') : key,
  )
  return [...new Set(all)].sort()
}

function missingForms(area: Area, language: string): string[] {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
  const wanted = counted(area).flatMap((base) => pluralCategories.map((form) => `${base}_${form}`))
  return wanted.filter((key) => !(key in area))
}

/** A form may leave out the number: "one room" says it in words. */
function sameValues(text: string, other: string): boolean {
  const values = (of: string) =>
    new Set([...of.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).filter((name) => name !== 'count'))
  const [one, two] = [values(text), values(other)]
  return one.size === two.size && one.isSubsetOf(two)
}
