import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { modalStyleHash } from '../../src/proxy/platform/http/headers.ts'

const root = path.resolve(import.meta.dirname, '../..')
const source = 'node_modules/react-aria/dist/private/overlays/usePreventScroll.mjs'

test('the style that react-aria adds on iOS is the one that the policy allows', () => {
  const code = readFileSync(path.join(root, source), 'utf8')
  const [, style = ''] = /textContent = `([^`$]+)`\.trim\(\)/.exec(code) ?? []
  expect(style).toContain('overscroll-behavior')
  expect(`sha256-${createHash('sha256').update(style.trim()).digest('base64')}`).toBe(modalStyleHash)
})
