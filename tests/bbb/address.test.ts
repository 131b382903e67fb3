import { expect, test } from 'vitest'
import { bbbAt, reply } from './loopback.ts'

test.each([
  ['https://bbb.example/bigbluebutton/', 'https://bbb.example/bigbluebutton/api/getMeetings'],
  ['https://bbb.example/bigbluebutton', 'https://bbb.example/bigbluebutton/api/getMeetings'],
  ['https://bbb.example/bigbluebutton/api', 'https://bbb.example/bigbluebutton/api/getMeetings'],
  ['https://bbb.example/bigbluebutton/api/', 'https://bbb.example/bigbluebutton/api/getMeetings'],
  [' https://BBB.example:443/bigbluebutton//\n', 'https://bbb.example/bigbluebutton/api/getMeetings'],
  ['https://lb.example/b3s/coop/bbb/', 'https://lb.example/b3s/coop/bbb/api/getMeetings'],
  [
    'http://127.0.0.1:4001/demo/bbb/de/bigbluebutton/',
    'http://127.0.0.1:4001/demo/bbb/de/bigbluebutton/api/getMeetings',
  ],
])('a server written as %j is called at %s', async (url, called) => {
  const calls: string[] = []
  const bbb = bbbAt(url, {
    fetch: async (target) => {
      calls.push(String(target).replace(/\?.*/, ''))
      return new Response(reply('meetings-2.7'))
    },
  })
  await bbb.meetings()
  expect(calls).toEqual([called])
})

test.each([
  '',
  'bbb.example/bigbluebutton',
  'ftp://bbb.example/bigbluebutton',
  'https://user:password@bbb.example/bigbluebutton',
  'https://bbb.example/bigbluebutton?x=1',
  'https://bbb.example/bigbluebutton#x',
])('%j is no address of a server', (url) => {
  expect(() => bbbAt(url)).toThrow('The address of a BBB server begins with https://')
})
