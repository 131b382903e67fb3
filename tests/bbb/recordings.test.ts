import { expect, test } from 'vitest'
import { playbackUrl } from '../../src/proxy/bbb/playback.ts'
import type { RecordingList } from '../../src/proxy/bbb/recording.ts'
import { bbbOnLoopback, bbbThatSays, reply, verified } from './loopback.ts'

const first = '0123456789abcdef0123456789abcdef01234567-1763900000000'
const second = '0123456789abcdef0123456789abcdef01234567-1763990000000'

function recording(recordId: string, inside = ''): string {
  return `<recording><recordID>${recordId}</recordID><meetingID>foyer-1</meetingID>
    <startTime>1763900000000</startTime><endTime>1763903600000</endTime>${inside}</recording>`
}

function recordings(...all: string[]): string {
  return `<response><returncode>SUCCESS</returncode><recordings>${all.join('')}</recordings></response>`
}

/** The recordings of an answer in which nothing is odd. */
async function found(answer: Promise<RecordingList>) {
  const list = await answer
  expect(list.unreadable).toEqual([])
  return list.recordings
}

function playback(...types: string[]): string {
  const formats = types.map(
    (type) => `<format><type>${type}</type><url>https://bbb.example/${type}</url></format>`,
  )
  return `<playback>${formats.join('')}</playback>`
}

test('recordings are read whole: names as they are, formats, lengths in minutes, one without any format', async () => {
  expect(await found(bbbThatSays(reply('recordings')).recordings({ meetingIds: ['foyer-1'] }))).toEqual([
    {
      recordId: first,
      meetingId: 'foyer-1',
      name: 'Réunion <du> mardi & co',
      state: 'published',
      published: true,
      startedAt: 1763900000000,
      endedAt: 1763903600000,
      participants: 1202,
      formats: [
        {
          type: 'presentation',
          url: `https://bbb.example/playback/presentation/2.3/${first}?a=1&b=2`,
          minutes: 60,
          processing: false,
        },
        { type: 'podcast', url: 'https://bbb.example/podcast/a.ogg', minutes: null, processing: false },
      ],
    },
    {
      recordId: second,
      meetingId: 'foyer-1',
      name: '',
      state: 'unpublished',
      published: false,
      startedAt: 1763990000000,
      endedAt: 1763990000000,
      participants: null,
      formats: [],
    },
  ])
})

test('only what was asked for comes back, because BBB finds by prefix', async () => {
  const longer = recording(`${first}0`).replace('>foyer-1<', '>foyer-10<')
  const bbb = bbbThatSays(recordings(recording(first), longer))
  expect(await found(bbb.recordings({ meetingIds: ['foyer-1'] }))).toMatchObject([{ recordId: first }])
  expect(await found(bbb.recordings({ recordIds: [first] }))).toMatchObject([{ recordId: first }])
})

test('nobody asks for everything: no ids, empty ids and lists in one id make no call', async () => {
  const { bbb, received } = await bbbOnLoopback((_, response) => response.end(reply('recordings')))
  expect(await found(bbb.recordings({ meetingIds: [] }))).toEqual([])
  expect(await found(bbb.recordings({ recordIds: ['', `${first},${second}`] }))).toEqual([])
  expect(received).toEqual([])
})

test('many ids are asked for in parts, each id once', async () => {
  const { bbb, received } = await bbbOnLoopback((request, response) => {
    const ids =
      verified(request.url ?? '')
        .get('recordID')
        ?.split(',') ?? []
    response.end(recordings(...ids.map((id) => recording(id))))
  })
  const recordIds = Array.from({ length: 60 }, (_, i) => `${first}`.replace(/^../, String(10 + i)))
  const all = await found(bbb.recordings({ recordIds: [...recordIds, ...recordIds] }))
  expect(all.map(({ recordId }) => recordId)).toEqual(recordIds)
  const asked = received.map((target) => verified(target).get('recordID')?.split(',').length)
  expect(asked).toEqual([25, 25, 10])
  expect(verified(received[0] ?? '').get('state')).toBe('processing,processed,published,unpublished')
})

test('a recording that comes in pieces is one, with every format once', async () => {
  const answer = recordings(
    recording(first, playback('presentation', 'video')),
    recording(second, playback('notes')),
    recording(first, playback('video', 'podcast')),
  )
  const all = await found(bbbThatSays(answer).recordings({ meetingIds: ['foyer-1'] }))
  expect(all.map(({ recordId, formats }) => [recordId, formats.map(({ type }) => type)])).toEqual([
    [first, ['presentation', 'video', 'podcast']],
    [second, ['notes']],
  ])
})

test.each([
  ['<published>published</published>', { published: true, state: 'published' }],
  ['<published>unpublished</published>', { published: false, state: 'unpublished' }],
  ['<published>true</published><state>Published</state>', { published: true, state: 'published' }],
  ['<state>processing</state>', { published: false, state: 'processing' }],
  ['', { published: false, state: 'unpublished' }],
])('the state %j is understood', async (inside, expected) => {
  expect(
    await found(bbbThatSays(recordings(recording(first, inside))).recordings({ recordIds: [first] })),
  ).toMatchObject([expected])
})

test('what is not ready is processing: a format without an address, or a recording in that state', async () => {
  const noAddress = '<playback><format><type>video</type><url/></format></playback>'
  const answer = recordings(
    recording(first, noAddress),
    recording(second, `<state>processing</state>${playback('video')}`),
  )
  const all = await found(bbbThatSays(answer).recordings({ recordIds: [first, second] }))
  expect(all.map(({ formats }) => formats.map(({ processing }) => processing))).toEqual([[true], [true]])
})

test('the id says when a recording began where nothing else does', async () => {
  const answer = recordings(recording(first).replace(/<startTime>.*<\/endTime>/s, ''))
  expect(await found(bbbThatSays(answer).recordings({ recordIds: [first] }))).toMatchObject([
    { startedAt: 1763900000000 },
  ])
})

test('no recordings is an answer', async () => {
  const answer =
    '<response><returncode>SUCCESS</returncode><recordings/><messageKey>noRecordings</messageKey></response>'
  expect(await found(bbbThatSays(answer).recordings({ meetingIds: ['foyer-1'] }))).toEqual([])
})

test.each([
  ['https://bbb.example/playback/1?a=1&b=2', 'https://bbb.example/playback/1?a=1&b=2'],
  ['http://BBB.EXAMPLE/playback/1', 'http://bbb.example/playback/1'],
  ['https://bbb.example:8443/playback/1', 'https://bbb.example:8443/playback/1'],
  ['http://127.0.0.1:4001/playback/1', 'http://127.0.0.1:4001/playback/1'],
  ['https://bbb.example\\@evil.example/', 'https://bbb.example/@evil.example/'],
  ['http://127.0.0.1:4002/playback/1', null],
  ['https://evil.example/playback/1', null],
  ['https://bbb.example.evil.example/', null],
  ['https://evil.example/?https://bbb.example/', null],
  ['https://bbb.example@evil.example/', null],
  ['https://name:password@bbb.example/', null],
  ['javascript://bbb.example/%0aalert(1)', null],
  ['javascript:alert(1)', null],
  ['data:text/html,bbb.example', null],
  ['//bbb.example/playback/1', null],
  ['/playback/1', null],
  ['', null],
])('a player at %j is linked as %j', (url, linked) => {
  expect(playbackUrl(url, ['Bbb.example', '127.0.0.1:4001'])).toBe(linked)
})

test('without named hosts no player is linked', () => {
  expect(playbackUrl('https://bbb.example/playback/1', [])).toBeNull()
})
