import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { memberPaths, oldAddress, ownWords } from '../../src/contract/addresses.ts'
import { cleanUp, sqlite } from '../proxy/databases.ts'
import { openWorld } from '../world.ts'
import { root } from './sources.ts'

afterEach(cleanUp)

const reserved = new Set<string>(ownWords)

/** The words with which addresses begin; `:room` and `*` are none. */
function firstWords(addresses: string[]): string[] {
  const words = addresses.map((address) => address.replace(/^\//, '').split('/')[0] ?? '')
  return [...new Set(words)].filter((word) => word !== '' && !/^[:*]/.test(word))
}

/** What a source file writes after this, in quotes. */
function written(file: string, before: RegExp): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(new RegExp(`${before.source}'([^']+)'`, 'g'))].map(([, address = '']) => address)
}

test('no room can take the first word of a route of the proxy', async () => {
  const w = await openWorld({ store: await sqlite().open() })
  await w.close()
  const routes = firstWords(w.proxy.routes().map((route) => route.split(' ')[1] ?? ''))
  expect(routes).toEqual(expect.arrayContaining(['api', 'hooks', 'recordings', 'status']))
  expect(routes.filter((word) => !reserved.has(word))).toEqual([])
})

test('nor that of the built client and the logo', () => {
  const words = firstWords(written('src/proxy/runtime/assets.ts', /routes\.(?:get|use)\(/))
  expect(words.length).toBeGreaterThan(1)
  expect(words.filter((word) => !reserved.has(word))).toEqual([])
})

test("nor that of the member's pages, which have no other paths than the list's", () => {
  const words = firstWords(Object.values(memberPaths))
  expect(words.length).toBeGreaterThan(1)
  expect(words.filter((word) => !reserved.has(word))).toEqual([])
  expect(written('src/app/member/routes.tsx', /path: /)).toEqual(['*'])
})

test('nor a word that is not an address anyway: shapes of old links, and words in capitals', () => {
  expect(['abc-def-ghi', 'abc-def-ghi-jkl'].every((address) => oldAddress.test(address))).toBe(true)
  expect(ownWords.filter((word) => word !== word.toLowerCase())).toEqual([])
})
