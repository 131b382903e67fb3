import { describe, expect, test } from 'vitest'
import { aMeeting, keyOf, publicUrl, secret, signed, simulated, textOf } from './simulated.ts'

async function answerTo(url: string): Promise<string> {
  const { simulator } = simulated()
  return await (await simulator.fetch(new Request(url))).text()
}

describe('a call of the simulated server', () => {
  test.each(['sha1', 'sha256', 'sha384', 'sha512'])('may be signed with %s', async (algorithm) => {
    const created = await answerTo(signed('create', aMeeting, algorithm))
    expect(textOf(created, 'returncode')).toBe('SUCCESS')
  })

  test('is refused when it is signed with another algorithm, or with another secret', async () => {
    expect(keyOf(await answerTo(signed('create', aMeeting, 'md5')))).toBe('checksumError')
    expect(keyOf(await answerTo(signed('create', aMeeting).replace(/.$/, 'x')))).toBe('checksumError')
  })

  test('without parameters is signed over nothing, with or without an ampersand', async () => {
    const url = signed('getMeetings', '')
    expect(url).toContain('getMeetings?&checksum=')
    expect(textOf(await answerTo(url), 'messageKey')).toBe('noMeetings')
    expect(textOf(await answerTo(url.replace('?&', '?')), 'messageKey')).toBe('noMeetings')
  })

  test('is refused without a checksum, with an empty one, with two', async () => {
    const call = `${publicUrl}bigbluebutton/api/getMeetings`
    const [, checksum] = signed('getMeetings', '').split('checksum=')
    expect(textOf(await answerTo(call), 'message')).toBe('You must provide the checksum')
    expect(keyOf(await answerTo(`${call}?checksum=`))).toBe('checksumError')
    expect(keyOf(await answerTo(`${call}?checksum=${checksum}&checksum=${checksum}`))).toBe('checksumError')
  })

  test('is verified over its literal text: the same parameters written otherwise are refused', async () => {
    const url = signed('create', 'name=Caf%C3%A9+A&meetingID=foyer-1')
    expect(textOf(await answerTo(url), 'returncode')).toBe('SUCCESS')
    expect(keyOf(await answerTo(url.replace('+A', '%20A')))).toBe('checksumError')
    expect(keyOf(await answerTo(url.replace('%C3%A9', '%c3%a9')))).toBe('checksumError')
    // A raw apostrophe is rewritten on its way, so what was signed is not what arrives.
    expect(keyOf(await answerTo(signed('create', "name=O'Hara&meetingID=foyer-1")))).toBe('checksumError')
  })

  test('is kept, with its parameters', async () => {
    const { simulator, call, now } = simulated()
    await call('create', aMeeting)
    await call('getMeetings')
    expect(simulator.received.map(({ call, at }) => ({ call, at }))).toEqual([
      { call: 'create', at: now() },
      { call: 'getMeetings', at: now() },
    ])
    expect(simulator.received[0]?.query.get('name')).toBe('Assemblée générale')
  })

  test('that does not exist is answered by the web server, in HTML', async () => {
    const { ask } = simulated()
    const answer = await ask('hooks/list')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('<center>nginx</center>')
  })

  test('that asks for JSON gets errors in JSON and no successes', async () => {
    const { ask } = simulated()
    const json = { headers: { Accept: 'application/json' } }
    expect(await (await ask('getMeetingInfo', { meetingID: 'nobody' }, json)).json()).toMatchObject({
      response: { returncode: 'FAILED', messageKey: 'notFound' },
    })
    expect((await ask('getMeetings', {}, json)).status).toBe(406)
  })

  test('its version can be read without a signature, and no secret is in it', async () => {
    for (const path of ['bigbluebutton/api', 'bigbluebutton/api/']) {
      const answer = await answerTo(`${publicUrl}${path}`)
      expect(textOf(answer, 'version')).toBe('2.0')
      expect(answer).not.toContain(secret)
    }
  })
})
