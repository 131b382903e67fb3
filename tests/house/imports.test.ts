import { describe, expect, test } from 'vitest'
import { type Import, importsOf, readSources, type Source, withoutComments } from './sources.ts'

/*
 * The walls of the house: who may import whom. A failure names the file, what it imports, and the rule.
 */
const sources = [...readSources('src'), ...readSources('locales')]

interface Rule {
  rule: string
  /** The files that it binds. */
  of: RegExp
  /** What they may not import. */
  never: (imported: Import, file: Source) => boolean
}

const ours = /^src\//
const loads = (pattern: RegExp) => (imported: Import) => pattern.test(imported.to)
const oursBut = (pattern: RegExp) => (imported: Import) =>
  ours.test(imported.to) && !pattern.test(imported.to)

/** Where public and member pages meet, beside `parts` and `ui`: what each of them needs of the other's world. */
const meeting = 'client|answer-check|event-stream|paths|i18n|texts|timers'

const rules: Rule[] = [
  {
    rule: 'contract is data: it imports contract and zod, nothing else',
    of: /^src\/contract\//,
    never: ({ to }) => !/^src\/contract\/|^zod$/.test(to),
  },
  {
    rule: 'texts are put together alike for the browser and the proxy, by code that knows neither',
    of: /^locales\//,
    never: oursBut(/^src\/contract\//),
  },
  {
    rule: 'app imports app and contract',
    of: /^src\/app\//,
    never: oursBut(/^src\/(app|contract)\//),
  },
  {
    rule: 'the browser ships of the contract what is small, and types; the schemas come lazily, for the demo alone',
    of: /^src\/app\//,
    never: ({ to, type, lazy }, { path }) =>
      !type &&
      /^src\/contract\/(?!(calls|addresses|problems)\.ts$)/.test(to) &&
      !(lazy && path === 'src/app/answer-check.ts'),
  },
  {
    rule: 'app runs in browsers: it imports nothing of Node',
    of: /^src\/app\//,
    never: loads(/^node:/),
  },
  {
    rule: 'ui knows no product word: of ours it imports ui alone',
    of: /^src\/app\/ui\//,
    never: oursBut(/^src\/app\/ui\//),
  },
  {
    rule: 'parts know our words, but neither the public nor the member pages',
    of: /^src\/app\/parts\//,
    never: loads(/^src\/app\/(public|member)\//),
  },
  {
    rule: 'public and member pages meet only in parts, ui, client, paths, texts and session',
    of: /^src\/app\/public\//,
    never: oursBut(
      new RegExp(`^src/(contract|app/(public|parts|ui|session))/|^src/app/(${meeting})\\.tsx?$`),
    ),
  },
  {
    rule: 'public and member pages meet only in parts, ui, client, paths, texts and session',
    of: /^src\/app\/member\//,
    never: oursBut(
      new RegExp(`^src/(contract|app/(member|parts|ui|session))/|^src/app/(${meeting})\\.tsx?$`),
    ),
  },
  {
    rule: 'what public and member pages share knows neither of them',
    of: /^src\/app\/(session\/)?[\w-]+\.tsx?$/,
    never: loads(/^src\/app\/(public|member)\//),
  },
  {
    rule: 'public pages load no router, no react-query, no oidc-client-ts and no widgets',
    of: /^src\/app\/public\//,
    never: loads(/^(react-router|@tanstack\/react-query|oidc-client-ts|react-aria-components)\b/),
  },
  {
    rule: 'pages never import each other',
    of: /^src\/app\/(public|member)\/.*Page\.tsx$/,
    never: loads(/^src\/app\/(public|member)\/(?!parts\/).*Page\.tsx$/),
  },
  {
    rule: 'the session alone imports oidc-client-ts',
    of: /^src\/(?!app\/session\/)/,
    never: loads(/^oidc-client-ts\b/),
  },
  {
    rule: 'proxy imports proxy and contract; the demo only lazily or as types, and only in runtime/demo.ts and runtime/seed.ts',
    of: /^src\/proxy\//,
    never: ({ to, type, lazy }, { path }) => {
      if (/^src\/demo\//.test(to))
        return !/^src\/proxy\/runtime\/(demo|seed)\.ts$/.test(path) || !(type || lazy)
      return ours.test(to) && !/^src\/(proxy|contract)\//.test(to)
    },
  },
  {
    rule: 'platform is the lowest floor of the proxy: of ours it imports platform and contract',
    of: /^src\/proxy\/platform\//,
    never: oursBut(/^src\/(proxy\/platform|contract)\//),
  },
  {
    rule: 'demo stands for the outside world: of ours it imports contract and demo',
    of: /^src\/demo\//,
    never: oursBut(/^src\/(demo|contract)\//),
  },
  {
    rule: 'files and ports are for main.ts, runtime/ but its doctor, and the embedded database',
    of: /^src\/proxy\/(?!main\.ts$|runtime\/(?!doctor\/)|platform\/store\/sqlite\.ts$)/,
    never: ({ to, type }) =>
      !type && /^node:(fs|http|https|http2|dgram|child_process|process|sqlite)\b/.test(to),
  },
  {
    rule: "the demo's ports are opened by serve.ts; a proxy's process opens none for it",
    of: /^src\/demo\/(?!bbb\/serve\.ts$)/,
    never: ({ to, type }) => !type && /^node:(http|https|http2|net|dgram|child_process)\b/.test(to),
  },
]

describe('who may import whom', () => {
  test.each(rules)('$rule ($of)', ({ of, never }) => {
    const bound = sources.filter(({ path }) => of.test(path))
    expect(bound.length, `no file matches ${of}: the rule guards nothing`).toBeGreaterThan(0)
    const broken = bound.flatMap((file) =>
      file.imports.filter((imported) => never(imported, file)).map(({ to }) => `${file.path} imports ${to}`),
    )
    expect(broken).toEqual([])
  })

  test('every file of ours that is imported is there', () => {
    const known = new Set(sources.map(({ path }) => path))
    const lost = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ to }) => /^src\/.*\.tsx?$/.test(to) && !known.has(to))
        .map(({ to }) => `${path} imports ${to}`),
    )
    expect(lost).toEqual([])
  })

  test('nothing imports itself, by any way round', () => {
    const next = new Map(
      sources.map(({ path, imports }) => [
        path,
        imports.filter(({ type, lazy }) => !type && !lazy).map(({ to }) => to),
      ]),
    )
    expect([...next.keys()].flatMap((path) => wayBack(path, next) ?? [])).toEqual([])
  })
})

describe('what only one place knows', () => {
  const words: [string, RegExp, RegExp][] = [
    [
      "BBB's words are proxy/bbb's",
      /^src\/(app|proxy)\/(?!bbb\/)/,
      /\b(returncode|moderatorPW|attendeePW|meetingID)\b|checksum=/,
    ],
    ['the environment is for entry files', /^src\/proxy\/(?!main\.ts$|runtime\/(?!doctor\/))/, /\bprocess\./],
    ['app reads no environment', /^src\/app\//, /\bprocess\.|\bimport\.meta\.env\b/],
    ["the demo's process is its command line's", /^src\/demo\/(?!reset\.ts$)/, /\bprocess\./],
    ['exports are named', /^src\//, /^export default\b/m],
  ]

  test.each(words)('%s', (_rule, of, word) => {
    const bound = sources.filter(({ path }) => of.test(path))
    const broken = bound.flatMap(({ path, text }) => {
      const found = word.exec(withoutComments(text))
      return found ? [`${path} says ${found[0]}`] : []
    })
    expect(broken).toEqual([])
  })
})

describe('imports are read', () => {
  test.each<[string, Import[]]>([
    ["import { a } from './a.ts'", [{ to: 'src/x/a.ts', type: false, lazy: false }]],
    ["import type { A } from '../a.ts'", [{ to: 'src/a.ts', type: true, lazy: false }]],
    ["import {\n  a,\n  type B,\n} from 'b'", [{ to: 'b', type: false, lazy: false }]],
    ['import * as c from "c"', [{ to: 'c', type: false, lazy: false }]],
    ["import './styles.css'", [{ to: 'src/x/styles.css', type: false, lazy: false }]],
    ["export { d } from 'd'", [{ to: 'd', type: false, lazy: false }]],
    ["const e = await import('./e.ts')", [{ to: 'src/x/e.ts', type: false, lazy: true }]],
    ["import f from './f.json' with { type: 'json' }", [{ to: 'src/x/f.json', type: false, lazy: false }]],
    ["/** import { g } from 'g' */\n// import 'h'", []],
    ["export const from = 'i'", []],
  ])('%s', (text, imports) => {
    expect(importsOf('src/x/here.ts', text)).toEqual(imports)
  })
})

/** The shortest way from a file back to itself, told from its first file in the alphabet alone. */
function wayBack(start: string, next: ReadonlyMap<string, readonly string[]>): string | null {
  const ways = [[start]]
  const seen = new Set<string>()
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const to of next.get(way.at(-1) ?? '') ?? []) {
      if (to === start) return way.every((path) => path >= start) ? [...way, start].join(' → ') : null
      if (seen.has(to)) continue
      seen.add(to)
      ways.push([...way, to])
    }
  }
  return null
}
