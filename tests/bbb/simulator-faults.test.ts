import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/demo/bbb/faults.ts'
import { serveSimulator } from '../../src/demo/bbb/serve.ts'
import { aMeeting, keyOf, type Simulated, signed, simulated, textOf, textsOf } from './simulated.ts'

async function underFault(fault: Fault): Promise<{ status: number; type: string; text: string }> {
  const { simulator, ask } = simulated()
  simulator.fault = fault
  const answer = await ask('getMeetings')
  return { status: answer.status, type: answer.headers.get('Content-Type') ?? '', text: await answer.text() }
}

describe('a server with a fault', () => {
  test('answers HTML, JSON, nothing', async () => {
    expect(await underFault('html_502')).toMatchObject({ status: 502, type: 'text/html' })
    expect(await underFault('html_404')).toMatchObject({ status: 404, type: 'text/html' })
    expect(await underFault('json')).toMatchObject({ status: 200, type: 'application/json' })
    expect(await underFault('empty')).toMatchObject({ status: 200, text: '' })
  })

  test('answers half of it, with a returncode too many, with none', async () => {
    expect((await underFault('truncated')).text).not.toContain('</response>')
    expect(textsOf((await underFault('doubled_returncode')).text, 'returncode')).toEqual([
      'SUCCESS',
      'SUCCESS',
    ])
    const none = (await underFault('no_returncode')).text
    expect(none).toContain('<meetings/>')
    expect(none).not.toContain('returncode')
  })

  test('takes nobody’s signature when its secret was changed', async () => {
    expect(keyOf((await underFault('wrong_secret')).text)).toBe('checksumError')
  })

  test('refuses connections, as fetch says it, and hears nothing', async () => {
    const { simulator, ask } = simulated()
    simulator.fault = 'refuse'
    await expect(ask('getMeetings')).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ECONNREFUSED' },
    })
    expect(simulator.received).toEqual([])
  })

  test('never answers, until one gives up', async () => {
    const { simulator, ask } = simulated()
    simulator.fault = 'hang'
    const giveUp = new AbortController()
    const asked = ask('getMeetings', {}, { signal: giveUp.signal })
    giveUp.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
  })

  test('creates, and loses the answer; asked again it has one meeting', async () => {
    const { simulator, call } = simulated()
    simulator.fault = 'create_answer_lost'
    await expect(call('create', aMeeting)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    expect(textsOf(await call('getMeetings'), 'meetingID')).toEqual(['foyer-1'])
    simulator.fault = 'none'
    expect(textOf(await call('create', aMeeting), 'messageKey')).toBe('duplicateWarning')
  })

  test('is well again when the fault is gone', async () => {
    const { simulator, call } = simulated()
    simulator.fault = 'html_502'
    await call('getMeetings')
    simulator.fault = 'none'
    expect(textOf(await call('getMeetings'), 'returncode')).toBe('SUCCESS')
  })
})

describe('on a real port', () => {
  let world: Simulated
  let served: { url: string; close: () => Promise<void> }
  const getMeetings = () => signed('getMeetings', '', 'sha256', `${served.url}/`)

  beforeEach(async () => {
    world = simulated()
    served = await serveSimulator(world.simulator, { port: 0, host: '127.0.0.1' })
  })

  afterEach(async () => await served.close())

  test('it answers', async () => {
    expect(textOf(await (await fetch(getMeetings())).text(), 'returncode')).toBe('SUCCESS')
  })

  test.each(['refuse', 'create_answer_lost'] as const)('%s cuts the connection', async (fault) => {
    world.simulator.fault = fault
    const url = fault === 'refuse' ? getMeetings() : signed('create', aMeeting, 'sha256', `${served.url}/`)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    world.simulator.fault = 'none'
    expect((await fetch(getMeetings())).status).toBe(200)
  })

  test('hang holds the connection', async () => {
    world.simulator.fault = 'hang'
    await expect(fetch(getMeetings(), { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout')
  })

  test('slow_bytes come one by one', async () => {
    world.simulator.fault = 'slow_bytes'
    const answer = await fetch(getMeetings())
    const reader = answer.body?.getReader()
    expect(answer.headers.get('Content-Length')).toBeNull()
    expect((await reader?.read())?.value).toEqual(new TextEncoder().encode('<'))
    await reader?.cancel()
  })

  test('huge does not end where a reader stops', async () => {
    world.simulator.fault = 'huge'
    const reader = (await fetch(getMeetings())).body?.getReader()
    let bytes = 0
    while (bytes < 30_000_000) bytes += (await reader?.read())?.value?.byteLength ?? Number.POSITIVE_INFINITY
    expect(bytes).toBeLessThan(Number.POSITIVE_INFINITY)
    await reader?.cancel()
  })
})
