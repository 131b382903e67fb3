import type { Difference, NearMiss } from '../../contract/me.ts'

/*
 * Group names that look alike. Rules compare letter by letter; this only explains, and admits nobody.
 */

/** Groups of a token that are looked at; it may bring thousands, and this only explains. */
const mostLookedAt = 1_500
/** Groups among these that are compared letter by letter, which costs most. */
const mostCompared = 200
const mostShown = 3
/** Names shorter than this resemble too many others. */
const shortestSimilar = 6
/** Two letters that differ stand this close together, or it is another name. */
const farthestApart = 12

/** A difference that makes no other name, with a function that removes it. */
type Spelling = readonly [Difference, (name: string) => string]
const spellings: readonly Spelling[] = [
  ['encoding', (name) => name.normalize('NFC')],
  ['case', (name) => name.toLowerCase()],
  [
    'space',
    (name) =>
      name
        .replace(/\s+/gu, ' ')
        .replace(/ ?\/ ?/g, '/')
        .trim(),
  ],
  ['slash', (name) => name.replace(/\/{2,}/g, '/').replace(/^\/|\/$/g, '')],
]
const accent: Spelling = ['accent', withoutAccents]
const everySpelling: readonly Spelling[] = [...spellings, accent]

/** The groups of one token, ready to be compared with many rules. */
export interface SimilarGroups {
  /** Groups that nearly are the group of a rule, the likeliest first. */
  of(expected: string): NearMiss[]
}

/** @param received the groups as the token names them */
export function similarGroupsAmong(received: ReadonlySet<string>): SimilarGroups {
  let known: Index | null = null
  return {
    of(expected) {
      known ??= indexOf(received)
      return nearest(expected, known)
    },
  }
}

interface Index {
  names: readonly string[]
  /** Their plain forms, in the same order. */
  plains: readonly string[]
  /** Lengths of the plain forms: what is shorter or longer is none of them. */
  shortest: number
  longest: number
  /** All plain forms, each between two line ends: what none of them has is seen at once. */
  text: string
}

function indexOf(received: ReadonlySet<string>): Index {
  const names = [...received].slice(0, mostLookedAt)
  const plains = plainFormsOf(names)
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0]
  for (const { length } of plains) {
    if (length < shortest) shortest = length
    if (length > longest) longest = length
  }
  return { names, plains, shortest, longest, text: `\n${plains.join('\n')}\n` }
}

function nearest(expected: string, index: Index): NearMiss[] {
  const found = new Map<string, NearMiss>()
  for (const [received, differences] of candidates(expected, plainOf(expected), index)) {
    if (received === expected || found.has(received)) continue
    found.set(received, { expected, received, differences })
    if (found.size === mostShown) break
  }
  return [...found.values()]
}

/** The likeliest first; only as many as are asked for are looked for. */
function* candidates(
  expected: string,
  plain: string,
  index: Index,
): Generator<[name: string, differences: Difference[]]> {
  const named = (plains: readonly string[]) => plains.flatMap((other) => called(other, index))
  for (const name of named([plain])) yield [name, spelledApart(expected, name)]
  for (const name of [...named(endsOf(plain)), ...endingWith(`/${plain}`, index)]) yield [name, ['path']]
  for (const name of beginningWith(`${plain}/`, index)) yield [name, ['child']]
  for (const [place, other] of index.plains.slice(0, mostCompared).entries())
    if (isSimilar(plain, other)) yield [index.names[place] ?? '', ['similar']]
  for (const name of named(pathsAbove(plain))) yield [name, ['parent']]
}

/** Ends of a path, without its first steps. */
function endsOf(plain: string): string[] {
  const steps = plain.split('/')
  return steps.slice(1).map((_, index) => steps.slice(index + 1).join('/'))
}

function pathsAbove(plain: string): string[] {
  const steps = plain.split('/')
  return steps.slice(1).map((_, index) => steps.slice(0, steps.length - 1 - index).join('/'))
}

function called(plain: string, { names, plains, shortest, longest, text }: Index): string[] {
  const { length } = plain
  if (length < shortest || length > longest || !text.includes(`\n${plain}\n`)) return []
  return names.filter((_, place) => plains[place] === plain)
}

function endingWith(end: string, { names, plains, text }: Index): string[] {
  if (!text.includes(`${end}\n`)) return []
  return names.filter((_, place) => plains[place]?.endsWith(end))
}

function beginningWith(start: string, { names, plains, text }: Index): string[] {
  if (!text.includes(`\n${start}`)) return []
  return names.filter((_, place) => plains[place]?.startsWith(start))
}

/** Names without all differences of spelling. A token may bring thousands: most is done to one text. */
function plainFormsOf(names: readonly string[]): string[] {
  if (names.some((name) => name.includes('\n'))) return names.map(plainOf)
  const bare = accent[1](names.join('\n')).toLowerCase()
  const forms = bare.split('\n')
  return (/[^\S\n]/u.test(bare) ? forms.map(space) : forms).map(slash)
}

function plainOf(name: string): string {
  return slash(space(accent[1](name).toLowerCase()))
}

/** Letters without their marks. The same few letters with accents come again and again in the names of a token. */
function withoutAccents(name: string): string {
  const bare = new Map<string, string>()
  return name.replace(/[^\0-\x7f]+/g, (letters) => {
    const known = bare.get(letters) ?? letters.normalize('NFD').replace(/\p{M}/gu, '')
    bare.set(letters, known)
    return known
  })
}

function space(name: string): string {
  return name
    .replace(/\s+/gu, ' ')
    .replace(/ ?\/ ?/g, '/')
    .trim()
}

const slashCode = 0x2f

function slash(name: string): string {
  const single = name.includes('//') ? name.replace(/\/{2,}/g, '/') : name
  const begins = single.charCodeAt(0) === slashCode
  const ends = single.charCodeAt(single.length - 1) === slashCode
  return begins || ends ? single.slice(begins ? 1 : 0, ends ? -1 : undefined) : single
}

/** The differences between two names, and no more. Accents count as such only if they differ. */
function spelledApart(one: string, other: string): Difference[] {
  const applied = (without: Difference | null, among: readonly Spelling[]) => (name: string) =>
    among.filter(([kind]) => kind !== without).reduce((rest, [, same]) => same(rest), name)
  const among = applied(null, spellings)(one) === applied(null, spellings)(other) ? spellings : everySpelling
  const needed = among.flatMap(([kind]) => {
    const rest = applied(kind, among)
    return rest(one) === rest(other) ? [] : [kind]
  })
  return needed.length > 0 ? needed : ['similar']
}

/** One letter or two apart, in names long enough for that to mean something: typing, or a new spelling. */
function isSimilar(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length)
  if (length < shortestSimilar || Math.abs(one.length - other.length) > 2) return false
  const [rest, otherRest] = withoutCommonEnds(one, other)
  if (Math.max(rest.length, otherRest.length) > farthestApart) return false
  return isWithin(Math.min(2, Math.floor(length / shortestSimilar)), rest, otherRest)
}

function withoutCommonEnds(one: string, other: string): [string, string] {
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let end = 0
  const most = Math.min(one.length, other.length) - start
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)]
}

/** Whether Levenshtein's distance is at most so much: row by row, until every way is longer. */
function isWithin(most: number, one: string, other: string): boolean {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    if (next.every((steps) => steps > most)) return false
    row = next
  }
  return (row[other.length] ?? 0) <= most
}
