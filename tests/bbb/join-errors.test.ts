import { expect, test } from 'vitest'
import { readJoinErrors } from '../../src/proxy/bbb/join-errors.ts'

test.each([
  [undefined, []],
  ['[{"key":"meetingForciblyEnded","message":"<b>Send me your password</b>"}]', ['over']],
  ['[{"key":"maxParticipantsReached"},{"key":"guestDeny"}]', ['full', 'refused']],
  ['[{"key":"notFound"},{"key":"meetingNotFound"}]', ['over']],
  ['[{"key":"mismatchCreateTime"},{"key":"made up"}]', ['stale', 'unknown']],
  ['[{"key":"constructor"}]', ['unknown']],
  ['[]', []],
  ['', ['unknown']],
  ['[{"message":"no key"}]', ['unknown']],
  ['[{"key":1}]', ['unknown']],
  ['{"key":"notFound"}', ['unknown']],
  ['[{"key":"notFound"}', ['unknown']],
])('the errors %s of a refused join mean %j', (parameter, reasons) => {
  expect(readJoinErrors(parameter)).toEqual(reasons)
})
