import type { Difference, NearMiss } from '../../contract/me.ts'

/*
 * Group names that look alike. Rules compare letter by letter; this only explains, and admits nobody.
 */

/** Looked at for a resemblance of letters, which costs most; a token may bring thousands of groups. */
const mostCompared = 200
const mostShown = 3
/** Names shorter than this resemble too many others. */
const shortestSimilar = 6

/** What may be different without the name being another one; each makes two spellings of its kind the same. */
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
const accent: Spelling = [
  'accent',
  (name) => (isAscii(name) ? name : name.normalize('NFD').replace(/\p{M}/gu, '')),
]
const all: readonly Spelling[] = [...spellings, accent]

interface Known {
  name: string
  /** Without all that may be different. */
  plain: string
}

/** The groups of one token, ready to be compared with many rules. */
export interface Neighbours {
  /** Those that nearly are the group of a rule, the likeliest first. */
  of(expected: string): NearMiss[]
}

/** @param received the groups as the token names them */
export function neighboursAmong(received: ReadonlySet<string>): Neighbours {
  let known: Known[] | null = null
  return {
    of(expected) {
      known ??= [...received].map((name) => ({ name, plain: plainOf(name) }))
      return nearest({ name: expected, plain: plainOf(expected) }, known)
    },
  }
}

function nearest(expected: Known, received: readonly Known[]): NearMiss[] {
  const found: NearMiss[] = []
  for (const kind of kinds) {
    for (const group of kind.limit === undefined ? received : received.slice(0, kind.limit)) {
      if (group.name === expected.name || found.some(({ received: name }) => name === group.name)) continue
      const differences = kind.differences(expected, group)
      if (differences) found.push({ expected: expected.name, received: group.name, differences })
      if (found.length === mostShown) return found
    }
  }
  return found
}

interface Kind {
  limit?: number
  /** null: they do not resemble each other in this way. */
  differences: (expected: Known, received: Known) => Difference[] | null
}

const kinds: readonly Kind[] = [
  {
    differences: (expected, received) =>
      expected.plain === received.plain ? spelledApart(expected.name, received.name) : null,
  },
  {
    differences: ({ plain: expected }, { plain: received }) =>
      isBelow(expected, received, 'end') || isBelow(received, expected, 'end') ? ['path'] : null,
  },
  {
    differences: ({ plain: expected }, { plain: received }) =>
      isBelow(received, expected, 'start') ? ['child'] : null,
  },
  {
    limit: mostCompared,
    differences: ({ plain: expected }, { plain: received }) =>
      isSimilar(expected, received) ? ['similar'] : null,
  },
  {
    differences: ({ plain: expected }, { plain: received }) =>
      isBelow(expected, received, 'start') ? ['parent'] : null,
  },
]

function plainOf(name: string): string {
  return all.reduce((rest, [, same]) => same(rest), name)
}

function isAscii(name: string): boolean {
  return /^[\0-\x7f]*$/.test(name)
}

/** What has to be overlooked for two names to be the same, and nothing more. Accents count as such only if they differ. */
function spelledApart(one: string, other: string): Difference[] {
  const applied = (without: Difference | null, among: readonly Spelling[]) => (name: string) =>
    among.filter(([kind]) => kind !== without).reduce((rest, [, same]) => same(rest), name)
  const among = applied(null, spellings)(one) === applied(null, spellings)(other) ? spellings : all
  const needed = among.flatMap(([kind]) => {
    const rest = applied(kind, among)
    return rest(one) === rest(other) ? [] : [kind]
  })
  return needed.length > 0 ? needed : ['similar']
}

/** Whether a group lies below another in the tree, or ends with it as the last steps of its path. */
function isBelow(long: string, short: string, at: 'start' | 'end'): boolean {
  if (short === '' || long.length <= short.length) return false
  return at === 'start' ? long.startsWith(`${short}/`) : long.endsWith(`/${short}`)
}

/** One letter or two apart, in names long enough for that to mean something: typing, or a new spelling. */
function isSimilar(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length)
  if (length < shortestSimilar || Math.abs(one.length - other.length) > 2) return false
  return distance(one, other) <= Math.min(2, Math.floor(length / shortestSimilar))
}

/** Levenshtein's, row by row. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    row = next
  }
  return row[other.length] ?? 0
}
