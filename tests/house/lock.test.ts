import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { root } from './sources.ts'

const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
const Entry = z.looseObject({ optionalDependencies: z.record(z.string(), z.string()).optional() })
const { packages } = z.object({ packages: z.record(z.string(), Entry) }).parse(JSON.parse(text))

test('what is optional on one platform is locked for all: npm ci refuses a lock without it', () => {
  const locked = new Set(Object.keys(packages).map((place) => place.replace(/^.*node_modules\//, '')))
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `${name}, for ${place}`),
  )
  expect(missing).toEqual([])
})

test('the lock names no registry: packages come from wherever npm is told to look', () => {
  expect(text).not.toContain('"resolved"')
  expect(text).not.toMatch(/\.tgz\b/)
})
