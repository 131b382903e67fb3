import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readSettings } from '../../src/proxy/platform/settings/settings.ts'
import { withSettings } from '../../src/proxy/runtime/commands/settings-document.ts'
import { filesBelow, root } from './sources.ts'

const names = z.record(z.string(), z.string())
const Manifest = z.object({ scripts: names, dependencies: names, devDependencies: names })
const manifest = Manifest.parse(JSON.parse(read('package.json')))
const readme = read('README.md')

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...[...filesBelow('docs', /\.md$/), ...filesBelow('deploy', /\.md$/)].map((file) => file.path),
].filter((page) => existsSync(path.join(root, page)))

function read(page: string): string {
  return readFileSync(path.join(root, page), 'utf8')
}

/** The anchors of a page, made of its headings as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('the README', () => {
  test('is short', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(150)
  })

  test('has an example of settings that can be used', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? []
    const environment = { FOYER_SECRET: 'x'.repeat(64), BBB_DE_SECRET: 'secret' }
    expect(readSettings(yaml, environment).publicUrl).toBe('https://meet.example.coop')
  })
})

test('docs/settings.md is what `npm run docs:settings` makes', () => {
  const page = read('docs/settings.md')
  expect(page).toBe(withSettings(page))
  expect(page.match(/^\| `/gm)?.length).toBeGreaterThan(80)
})

test('docs/architecture.md gives every dependency its reason, and no other', () => {
  const page = read('docs/architecture.md')
  const from = page.indexOf('## Dependencies')
  const table = page.slice(from, page.indexOf('\n## ', from + 1) >>> 0)
  const told = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(
    ([, cell = '']) => cell.match(/(?<=`)[^`, ]+(?=`)/g) ?? [],
  )
  const used = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]
  expect(told.sort()).toEqual(used.sort())
})

test('CONTRIBUTING.md has every command', () => {
  const page = read('CONTRIBUTING.md')
  const missing = Object.keys(manifest.scripts).filter(
    (name) => !new RegExp(`npm (run )?${name}\\b`).test(page),
  )
  expect(missing).toEqual([])
})

test.each(pages)('%s links only pages, places in them and files that are there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
  const broken = links.flatMap(([, target = '', anchor]) => {
    const file = target === '' ? page : path.posix.join(path.posix.dirname(page), target)
    if (!existsSync(path.join(root, file))) return [file]
    return anchor === undefined || anchorsOf(file).includes(anchor) ? [] : [`${file}#${anchor}`]
  })
  expect(broken).toEqual([])
})

test.each(pages)('%s names only files of ours that are there', (page) => {
  const named = [...read(page).matchAll(/`((?:src|tests|locales|deploy)\/[\w./-]+)`/g)].map(
    ([, file = '']) => file,
  )
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
})

test('comments refer to pages that are there', () => {
  const named = [...filesBelow('src', /\.(tsx?|css)$/), ...filesBelow('tests', /\.tsx?$/)].flatMap((file) =>
    [...file.text.matchAll(/(?<![\w/*.-])[\w/-]+\.md\b/g)].map(([name]) => `${file.path}: ${name}`),
  )
  expect(named.filter((name) => !existsSync(path.join(root, name.split(': ')[1] ?? '')))).toEqual([])
})

test('docs/fr/membres.md names buttons and choices as the French pages do', () => {
  const shown = filesBelow('locales/fr', /\.json$/)
    .map((file) => file.text)
    .join('\n')
  const named = [...read('docs/fr/membres.md').matchAll(/«\u00a0([^»]+)\u00a0»/g)].map(
    ([, label = '']) => label,
  )
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((label) => !shown.includes(`"${label.replaceAll('\n', ' ')}"`))).toEqual([])
})
