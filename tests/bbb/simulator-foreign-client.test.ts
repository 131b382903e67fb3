import { api, http } from 'bigbluebutton-js'
import { expect, onTestFinished, test } from 'vitest'
import { serveSimulator } from '../../src/demo/bbb/serve.ts'
import { createBbbSimulator } from '../../src/demo/bbb/simulator.ts'

/*
 * The simulator under `bigbluebutton-js` from the registry: it signs with SHA-1, writes its queries in its own way,
 * and reads answers with a parser that guesses. Whatever the simulator and our own client agree upon wrongly, it
 * would not know of.
 */

const secret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b'
const passwords = { attendeePW: 'for-guests', moderatorPW: 'for-hosts' }

async function openServer() {
  const clock = { now: Date.parse('2026-11-23T14:00:00Z') }
  // The port is known once it is taken, and the simulator's addresses carry it.
  const taken = await serveSimulator(
    { fetch: async (request) => await simulator.fetch(request) },
    { port: 0, host: '127.0.0.1' },
  )
  const simulator = createBbbSimulator({
    publicUrl: `${taken.url}/`,
    secret,
    name: 'Germany',
    fetch,
    now: () => clock.now,
  })
  onTestFinished(async () => {
    simulator.close()
    await taken.close()
  })
  return { bbb: api(`${taken.url}/bigbluebutton/`, secret), clock }
}

/** Opens a join URL as a browser does, and the page that it leads to. */
async function openInBrowser(url: string) {
  const joined = await fetch(url, { redirect: 'manual' })
  const page = joined.headers.get('Location') ?? ''
  const headers = { Cookie: joined.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  const html = await (await fetch(page, { headers })).text()
  return {
    html,
    press: (action: string) =>
      fetch(page.replace('/?', `/${action}?`), { method: 'POST', headers, redirect: 'manual' }),
  }
}

test('a foreign client holds a meeting, records it and plays it', async () => {
  const { bbb, clock } = await openServer()
  const { administration, monitoring, recording } = bbb
  expect(await http(monitoring.getMeetings())).toMatchObject({
    returncode: 'SUCCESS',
    messageKey: 'noMeetings',
  })

  const created = await http(administration.create('Café & Co', 'room-1', { ...passwords, record: true }))
  expect(created).toMatchObject({ returncode: 'SUCCESS', meetingID: 'room-1', createTime: clock.now })
  expect(await http(monitoring.isMeetingRunning('room-1'))).toMatchObject({ running: false })

  const host = await openInBrowser(administration.join('Zoë O’Hara', 'room-1', 'for-hosts'))
  expect(host.html).toContain('<h1>Café &#38; Co</h1>')
  expect(host.html).toContain('Moderator')
  expect(await http(monitoring.isMeetingRunning('room-1'))).toMatchObject({ running: true })
  expect(await http(monitoring.getMeetingInfo('room-1'))).toMatchObject({
    meetingName: 'Café &amp; Co',
    participantCount: 1,
    attendees: { attendee: { fullName: 'Zoë O’Hara', role: 'MODERATOR' } },
  })
  expect(await http(monitoring.getMeetings())).toMatchObject({
    meetings: [{ meetingID: 'room-1', running: true }],
  })

  await host.press('record')
  clock.now += 30 * 60_000
  expect(await http(administration.end('room-1', 'for-hosts'))).toMatchObject({ returncode: 'SUCCESS' })
  clock.now += 5_000
  expect(await http(monitoring.getMeetingInfo('room-1'))).toMatchObject({ messageKey: 'notFound' })

  clock.now += 5 * 60_000
  const listed = await http(recording.getRecordings({ meetingID: 'room-1' }))
  expect(listed).toMatchObject({
    recordings: [
      { meetingID: 'room-1', state: 'published', playback: { format: [{ length: 30 }, { type: 'video' }] } },
    ],
  })
  const recordId = String(created.internalMeetingID)
  expect(await http(recording.updateRecordings(recordId, { meta_name: 'Novembre' }))).toMatchObject({
    updated: true,
  })
  expect(await http(recording.publishRecordings(recordId, false))).toMatchObject({ published: false })
  expect(await http(recording.deleteRecordings(recordId))).toMatchObject({ deleted: true })
  expect(await http(recording.getRecordings())).toMatchObject({ messageKey: 'noRecordings' })
})

test('a foreign client with a wrong secret is refused everywhere', async () => {
  const { bbb } = await openServer()
  const url = bbb.monitoring.getMeetings()
  expect(await http(url.replace(/.$/, 'x'))).toMatchObject({
    returncode: 'FAILED',
    messageKey: 'checksumError',
  })
})
