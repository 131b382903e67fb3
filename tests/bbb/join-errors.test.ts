import { expect, test } from 'vitest'
import { bbbErrorKeys } from '../../src/proxy/bbb/join-errors.ts'

test.each([
  [undefined, []],
  ['[{"key":"meetingForciblyEnded","message":"<b>Send me your password</b>"}]', ['meetingForciblyEnded']],
  ['[{"key":"a"},{"key":"b"}]', ['a', 'b']],
  ['[]', []],
  ['', ['other']],
  ['[{"message":"no key"}]', ['other']],
  ['[{"key":1}]', ['other']],
  ['{"key":"a"}', ['other']],
  ['[{"key":"a"}', ['other']],
])('the errors %s of a refused join have the keys %j', (parameter, keys) => {
  expect(bbbErrorKeys(parameter)).toEqual(keys)
})
