import { describe, expect, test } from 'vitest'
import { b3scale, bbblb, type Persona, scalelite, scaleliteWithoutList } from '../../src/demo/bbb/persona.ts'
import { aMeeting, asHost, keyOf, type Simulated, signed, simulated, textOf, textsOf } from './simulated.ts'

const info = { meetingID: 'foyer-1' }
const document =
  '<modules><module name="presentation"><document url="https://meet.example/a.pdf"/></module></modules>'
const withDocument = { method: 'POST', headers: { 'Content-Type': 'application/xml' }, body: document }

/** A balancer of a kind, with a meeting that somebody is in. */
async function running(persona: Persona): Promise<Simulated> {
  const world = simulated()
  world.simulator.persona = persona
  await world.call('create', aMeeting)
  await world.browser().open(signed('join', asHost))
  return world
}

async function statusAndKey(world: Simulated, call: string, query = {}) {
  const answer = await world.ask(call, query)
  return [answer.status, keyOf(await answer.text())]
}

describe('a balancer whose machine with the meeting is gone', () => {
  test('Scalelite fails, in its list as well; after two minutes it has forgotten the meeting', async () => {
    const world = await running(scalelite)
    world.simulator.fault = 'dead_node'
    for (const call of ['getMeetingInfo', 'end', 'create'])
      expect([call, ...(await statusAndKey(world, call, aMeeting))]).toEqual([call, 200, 'internalError'])
    expect(await statusAndKey(world, 'getMeetings')).toEqual([200, 'internalError'])
    const joined = await world.ask('join', asHost)
    expect([joined.status, joined.headers.get('Location')]).toEqual([302, expect.stringContaining('invalid')])
    world.pass(2.1)
    expect(await statusAndKey(world, 'getMeetingInfo', info)).toEqual([200, 'notFound'])
    expect(textOf(await world.call('getMeetings'), 'messageKey')).toBe('noMeetings')
  })

  test('b3scale lists it as it was, fails when asked, and lets browsers wait for ever', async () => {
    const world = await running(b3scale)
    world.simulator.fault = 'dead_node'
    world.pass(30)
    expect(textOf(await world.call('getMeetings'), 'participantCount')).toBe('1')
    expect(textOf(await world.call('isMeetingRunning', info), 'running')).toBe('false')
    expect(await statusAndKey(world, 'getMeetingInfo', info)).toEqual([500, 'b3scaleGatewayError'])
    const joined = await world.ask('join', asHost)
    expect([joined.status, await joined.text()]).toEqual([200, expect.stringContaining('refresh')])
  })

  test('bbblb has an HTTP 500 instead of a list, until it drops the machine', async () => {
    const world = await running(bbblb)
    world.simulator.fault = 'dead_node'
    const listed = await world.ask('getMeetings')
    expect([listed.status, await listed.text()]).toEqual([500, 'Internal Server Error'])
    expect(await statusAndKey(world, 'getMeetingInfo', info)).toEqual([200, 'internalError'])
    world.pass(1.1)
    expect(textOf(await world.call('getMeetings'), 'messageKey')).toBe('noMeetings')
  })

  test('makes the next meeting on another, with the same voice bridge', async () => {
    for (const persona of [scalelite, b3scale, bbblb]) {
      const world = await running(persona)
      world.simulator.fault = 'dead_node'
      const created = await world.call('create', { ...aMeeting, meetingID: 'foyer-2' })
      expect(textOf(created, 'voiceBridge')).toBe(aMeeting.voiceBridge)
    }
  })

  test('has the meeting again when the machine is back', async () => {
    const world = await running(scalelite)
    world.simulator.fault = 'dead_node'
    world.simulator.fault = 'none'
    expect(textOf(await world.call('getMeetingInfo', info), 'participantCount')).toBe('1')
  })

  test('one that holds none of the meetings fails the list alone', async () => {
    const world = await running(scalelite)
    world.simulator.fault = 'bad_node'
    expect(await statusAndKey(world, 'getMeetings')).toEqual([200, 'internalError'])
    expect(textOf(await world.call('getMeetingInfo', info), 'participantCount')).toBe('1')
  })
})

describe('a balancer’s own words', () => {
  test.each([
    ['Scalelite', scalelite, 200, 'internalError'],
    ['b3scale', b3scale, 500, 'b3scaleGatewayError'],
    ['bbblb', bbblb, 200, 'internalError'],
  ] as const)('%s hides that a voice bridge is taken', async (_, persona, status, key) => {
    const world = await running(persona)
    expect(await statusAndKey(world, 'create', { ...aMeeting, meetingID: 'foyer-2' })).toEqual([status, key])
  })

  test.each([
    ['Scalelite', scalelite, 200, 'internalError'],
    ['b3scale', b3scale, 500, 'b3scaleGatewayError'],
  ] as const)('%s fails where the machine did create', async (_, persona, status, key) => {
    const world = simulated()
    world.simulator.persona = persona
    world.simulator.fault = 'create_lost_behind'
    expect(await statusAndKey(world, 'create', aMeeting)).toEqual([status, key])
    expect(keyOf(await world.call('getMeetingInfo', info))).toBe('notFound')
    world.simulator.fault = 'none'
    expect(textOf(await world.call('create', aMeeting), 'messageKey')).toBe('duplicateWarning')
    expect(textOf(await world.call('getMeetingInfo', info), 'meetingID')).toBe('foyer-1')
  })

  test('Scalelite lists nothing where that is switched off, and answers about each', async () => {
    const world = await running(scaleliteWithoutList)
    expect(textOf(await world.call('getMeetings'), 'messageKey')).toBe('noMeetings')
    expect(textOf(await world.call('getMeetingInfo', info), 'participantCount')).toBe('1')
  })

  test('Scalelite’s poller lags: a meeting is listed, and not found', async () => {
    const world = await running(scalelite)
    world.simulator.fault = 'lagging_poller'
    expect(textsOf(await world.call('getMeetings'), 'meetingID')).toEqual(['foyer-1'])
    expect(await statusAndKey(world, 'getMeetingInfo', info)).toEqual([200, 'notFound'])
  })

  test('b3scale says that a meeting runs as soon as it is created, with nobody in', async () => {
    const world = simulated()
    world.simulator.persona = b3scale
    await world.call('create', aMeeting)
    const listed = await world.call('getMeetings')
    expect([textOf(listed, 'running'), textOf(listed, 'participantCount')]).toEqual(['true', '0'])
  })

  test('b3scale sees up to twenty seconds late that a meeting ended from inside', async () => {
    const world = simulated()
    world.simulator.persona = b3scale
    await world.call('create', aMeeting)
    const host = world.browser()
    await host.open(signed('join', asHost))
    await host.press('end')
    expect(textOf(await world.call('getMeetings'), 'participantCount')).toBe('1')
    expect((await statusAndKey(world, 'getMeetingInfo', info))[1]).toBe('notFound')
    world.pass(21 / 60)
    expect(textOf(await world.call('getMeetings'), 'messageKey')).toBe('noMeetings')
  })

  test('b3scale knows ids of a hundred characters', async () => {
    const world = simulated()
    world.simulator.persona = b3scale
    const long = { ...aMeeting, meetingID: 'f'.repeat(101) }
    expect((await statusAndKey(world, 'create', long))[1]).toBe('sizeError')
  })

  test('bbblb refuses a long address that goes with a body, and takes it alone', async () => {
    const world = simulated()
    world.simulator.persona = bbblb
    const long = { ...aMeeting, welcome: 'w'.repeat(1_500) }
    expect(keyOf(await (await world.ask('create', long, withDocument)).text())).toBe('internalError')
    expect(keyOf(await (await world.ask('create', aMeeting, withDocument)).text())).toBeNull()
    expect(
      keyOf(await world.call('create', { ...long, meetingID: 'foyer-2', voiceBridge: '22222' })),
    ).toBeNull()
  })

  test('b3scale knows no insertDocument; Scalelite and bbblb do', async () => {
    const insert = async (persona: Persona) =>
      keyOf(await (await (await running(persona)).ask('insertDocument', info, withDocument)).text())
    expect(await insert(b3scale)).toBe('b3scaleGatewayError')
    expect([await insert(scalelite), await insert(bbblb)]).toEqual([null, null])
  })

  test('b3scale lists recordings of all states, and bbblb writes their state for `published`', async () => {
    const world = simulated()
    const recordID = `${'a'.repeat(40)}-1700000000000`
    world.simulator.addRecording({
      recordId: recordID,
      meetingId: 'foyer-1',
      name: 'Assembly',
      startedAt: world.now() - 120_000,
      endedAt: world.now() - 60_000,
      formats: ['presentation'],
    })
    world.simulator.persona = bbblb
    expect(textsOf(await world.call('getRecordings'), 'published')).toEqual(['published'])
    await world.call('deleteRecordings', { recordID })
    expect(textsOf(await world.call('getRecordings'), 'state')).toEqual([])
    world.simulator.persona = b3scale
    expect(textsOf(await world.call('getRecordings'), 'state')).toEqual(['deleted'])
  })
})
