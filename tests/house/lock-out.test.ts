import { expect, test } from 'vitest'
import { lockOuts } from '../lock-out.ts'
import { filesBelow } from './sources.ts'

test('every lock-out of docs/locked-out.md is made to happen by a test', () => {
  const tests = [...filesBelow('tests/app', /\.tsx?$/), ...filesBelow('tests/keycloak', /\.ts$/)]
  const text = tests.map((file) => file.text).join('\n')
  const causes = lockOuts().map(([cause]) => cause)
  expect(causes.length).toBeGreaterThan(10)
  expect(causes.filter((cause) => !text.includes(`'${cause}'`))).toEqual([])
})
