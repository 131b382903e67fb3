import { describe, expect, test } from 'vitest'
import { safeReturnPath } from '../../src/app/session/return-path.ts'
import { ownAddress } from '../../src/contract/addresses.ts'
import { ownPath } from '../../src/proxy/pages/typed-link.ts'

const origin = 'https://foyer.example'

const hostile = [
  '',
  'evil.example',
  '@evil.example',
  'javascript:alert(1)',
  'https://evil.example/me',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%5cevil.example',
  '/%2Fevil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/a//evil.example',
  '/a/%2f/evil.example',
  '/a/%5C/evil.example',
]

const harmless: [wanted: string, url: string][] = [
  ['/', '/'],
  ['/assembly?lang=fr', '/assembly?lang=fr'],
  ['/a/../me', '/me'],
  ['/sync?next=//evil.example', '/sync?next=//evil.example'],
]

describe('addresses of ours, one rule for the browser and the proxy', () => {
  test.each(hostile)('%j leads home', (wanted) => {
    expect(ownAddress(wanted, origin)).toBeNull()
    expect(ownPath(wanted, origin)).toBe('/')
    expect(safeReturnPath(wanted, origin, () => true)).toBe('/')
  })

  test.each(harmless)('%j is ours', (wanted, path) => {
    expect(ownPath(wanted, origin)).toBe(path)
    expect(safeReturnPath(wanted, origin, () => true)).toBe(path)
  })

  test('the proxy keeps the fragment, in which links have their secret', () => {
    expect(ownPath('/assembly/host#id.key', origin)).toBe('/assembly/host#id.key')
  })
})
