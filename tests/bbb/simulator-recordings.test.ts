import { createHash } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  aMeeting,
  asHost,
  keyOf,
  publicUrl,
  type Simulated,
  secret,
  signed,
  simulated,
  textOf,
  textsOf,
} from './simulated.ts'

const readyUrl = 'https://meet.example/hooks/ready'

/** A meeting that lasted twelve minutes; its record button was pressed if the story says so. */
async function heldMeeting(world: Simulated, pressed = true): Promise<void> {
  const { call, browser, pass } = world
  await call('create', { ...aMeeting, 'meta_bbb-recording-ready-url': readyUrl })
  const host = browser()
  await host.open(signed('join', asHost))
  if (pressed) await host.press('record')
  pass(12)
  await call('getMeetings')
  await host.press('end')
}

async function pageOf(world: Simulated, url: string): Promise<{ status: number; html: string }> {
  const answer = await world.simulator.fetch(new Request(url))
  return { status: answer.status, html: await answer.text() }
}

/** Three meetings, each with the formats that are processed. */
function seeded(): Simulated {
  const world = simulated()
  const startedAt = world.now() - 86_400_000
  for (const meetingId of ['foyer-1', 'foyer-11', 'foyer-2']) {
    world.simulator.addRecording({
      recordId: recordIdOf(meetingId, startedAt),
      meetingId,
      name: `Meeting of ${meetingId}`,
      startedAt,
      endedAt: startedAt + 72 * 60_000,
      formats: ['presentation', 'video'],
    })
  }
  return world
}

function recordIdOf(meetingId: string, startedAt: number): string {
  return `${createHash('sha1').update(meetingId).digest('hex')}-${startedAt}`
}

describe('a recorded meeting', () => {
  test('is not listed while it is processed, then appears format by format', async () => {
    const world = simulated()
    const createTime = world.now()
    await heldMeeting(world)
    expect(textOf(await world.call('getRecordings', { state: 'any' }), 'messageKey')).toBe('noRecordings')
    world.pass(1.1)
    const first = await world.call('getRecordings', { meetingID: 'foyer-1' })
    expect(textsOf(first, 'type')).toEqual(['presentation'])
    expect(textOf(first, 'recordID')).toBe(recordIdOf('foyer-1', createTime))
    expect(textOf(first, 'startTime')).toBe(String(createTime))
    expect(textOf(first, 'length')).toBe('12')
    expect(textOf(first, 'state')).toBe('published')
    world.pass(1)
    const both = await world.call('getRecordings', { meetingID: 'foyer-1' })
    expect(textsOf(both, 'type')).toEqual(['presentation', 'video'])
  })

  test('leaves nothing when nobody pressed the button', async () => {
    const world = simulated()
    await heldMeeting(world, false)
    world.pass(60)
    expect(textOf(await world.call('getRecordings'), 'messageKey')).toBe('noRecordings')
  })

  test('tells who asked, once for each format, signed with the secret', async () => {
    const ready: Promise<string>[] = []
    const bothHeard = Promise.withResolvers<void>()
    const world = simulated({
      fetch: async (input, init) => {
        const request = new Request(input, init)
        if (request.url !== readyUrl) return new Response()
        if (ready.push(request.formData().then((form) => String(form.get('signed_parameters')))) === 2) {
          bothHeard.resolve()
        }
        return new Response()
      },
    })
    await heldMeeting(world)
    world.pass(5)
    await world.call('getMeetings')
    await bothHeard.promise
    for (const token of await Promise.all(ready)) {
      const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(secret))
      expect(protectedHeader).toEqual({ alg: 'HS256' })
      expect(payload).toEqual({
        meeting_id: 'foyer-1',
        record_id: expect.stringMatching(/^[0-9a-f]{40}-\d{13}$/),
      })
    }
  })

  test('survives a restart, and goes on being processed', async () => {
    const disk = { state: null as string | null }
    const storage = {
      load: () => disk.state,
      save: (state: string) => {
        disk.state = state
      },
    }
    const before = simulated({ storage })
    await heldMeeting(before)
    before.simulator.close()
    const after = simulated({ storage })
    after.pass(15)
    expect(textsOf(await after.call('getRecordings'), 'type')).toEqual(['presentation', 'video'])
    expect(textOf(await after.call('getMeetings'), 'messageKey')).toBe('noMeetings')
  })
})

describe('getRecordings', () => {
  test('finds by the beginning of an id', async () => {
    const { call, now } = seeded()
    const recordId = recordIdOf('foyer-2', now() - 86_400_000)
    expect(textsOf(await call('getRecordings', { recordID: recordId.slice(0, 20) }), 'recordID')).toEqual([
      recordId,
    ])
    const byMeeting = await call('getRecordings', { meetingID: 'foyer-1' })
    expect(textsOf(byMeeting, 'meetingID').toSorted()).toEqual(['foyer-1', 'foyer-11'])
    const byList = await call('getRecordings', { meetingID: 'foyer-11,foyer-2' })
    expect(textsOf(byList, 'meetingID').toSorted()).toEqual(['foyer-11', 'foyer-2'])
  })

  test('pages by format, and so cuts a recording in two', async () => {
    const { call } = seeded()
    const pages = []
    for (const offset of ['0', '3']) pages.push(await call('getRecordings', { offset, limit: '3' }))
    const recordings = pages.map((page) => textsOf(page, 'recordID'))
    expect(recordings.map(({ length }) => length)).toEqual([2, 2])
    expect(recordings[0]?.[1]).toBe(recordings[1]?.[0])
    expect(pages.flatMap((page) => textsOf(page, 'type'))).toHaveLength(6)
    expect(textOf(pages[0] ?? '', 'totalElements')).toBe('6')
  })

  test('keeps no order of time', async () => {
    const { call, simulator, now } = simulated()
    const times = Array.from({ length: 12 }, (_, day) => now() - (day + 1) * 86_400_000)
    for (const startedAt of times) {
      simulator.addRecording({
        recordId: recordIdOf(`foyer-${startedAt}`, startedAt),
        meetingId: `foyer-${startedAt}`,
        name: 'Weekly',
        startedAt,
        endedAt: startedAt + 60_000,
        formats: ['presentation'],
      })
    }
    const listed = textsOf(await call('getRecordings'), 'startTime').map(Number)
    expect(listed).toHaveLength(12)
    expect(listed).not.toEqual(times)
    expect(listed).not.toEqual(times.toReversed())
  })

  test('filters by metadata, with wild cards', async () => {
    const { call, now } = seeded()
    const recordID = recordIdOf('foyer-2', now() - 86_400_000)
    await call('updateRecordings', { recordID, meta_name: 'Été 2026' })
    for (const meta_name of ['Été 2026', 'Été%', '%2026', '%é 2%']) {
      expect(textsOf(await call('getRecordings', { meta_name }), 'recordID')).toEqual([recordID])
    }
    expect(textOf(await call('getRecordings', { meta_name: '2026' }), 'messageKey')).toBe('noRecordings')
  })
})

describe('recordings', () => {
  test('are hidden, shown again, deleted; several ids succeed where one is known', async () => {
    const world = seeded()
    const { call, now } = world
    const recordID = recordIdOf('foyer-2', now() - 86_400_000)
    const playback = `${publicUrl}playback/presentation/2.3/${recordID}`
    const listed = async () => await call('getRecordings', { recordID, state: 'any' })

    expect((await pageOf(world, playback)).status).toBe(200)
    const hidden = await call('publishRecordings', { recordID: `${recordID},unknown`, publish: 'false' })
    expect(textOf(hidden, 'published')).toBe('false')
    expect(textOf(await listed(), 'state')).toBe('unpublished')
    expect((await pageOf(world, playback)).status).toBe(404)
    await call('publishRecordings', { recordID, publish: 'true' })
    expect(textOf(await listed(), 'published')).toBe('true')
    expect(textOf(await call('deleteRecordings', { recordID }), 'deleted')).toBe('true')
    expect(textOf(await listed(), 'state')).toBe('deleted')
    expect(textOf(await call('getRecordings', { recordID }), 'messageKey')).toBe('noRecordings')
    expect(keyOf(await call('deleteRecordings', { recordID }))).toBe('notFound')
  })

  test('are changed only by their whole id', async () => {
    const { call, now } = seeded()
    const prefix = recordIdOf('foyer-2', now() - 86_400_000).slice(0, 40)
    expect(keyOf(await call('deleteRecordings', { recordID: prefix }))).toBe('notFound')
    expect(keyOf(await call('deleteRecordings'))).toBe('missingParamRecordID')
    expect(keyOf(await call('publishRecordings', { recordID: prefix }))).toBe('missingParamPublish')
  })

  test('play on a page that says which one it is', async () => {
    const world = seeded()
    const listed = await world.call('getRecordings', { meetingID: 'foyer-2' })
    const [presentation = '', video = ''] = textsOf(listed, 'url')
    const recordId = textOf(listed, 'recordID') ?? ''
    expect(presentation).toBe(`${publicUrl}playback/presentation/2.3/${recordId}`)
    for (const [url, format] of [
      [presentation, 'Presentation'],
      [video, 'Video'],
    ] as const) {
      const { html } = await pageOf(world, url)
      for (const words of ['<h1>Meeting of foyer-2</h1>', recordId, format, '72 minutes'])
        expect(html).toContain(words)
    }
    expect((await pageOf(world, presentation.slice(0, -1))).status).toBe(404)
  })
})
