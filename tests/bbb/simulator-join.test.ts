import { describe, expect, test } from 'vitest'
import {
  aMeeting,
  asGuest,
  asHost,
  keyOf,
  publicUrl,
  signed,
  simulated,
  textOf,
  textsOf,
} from './simulated.ts'

const errorRedirectUrl = 'https://meet.example/assemblee/error?lang=fr'

/** The one error that a browser was sent away with. */
function errorAt(url: string): { key: string; message: string } {
  const [error] = JSON.parse(new URL(url).searchParams.get('errors') ?? '[]')
  return error
}

async function info(call: (name: string, query: Record<string, string>) => Promise<string>) {
  return await call('getMeetingInfo', { meetingID: 'foyer-1' })
}

describe('join', () => {
  test('leads a browser with a cookie to the meeting; it counts only once the page is open', async () => {
    const { call, ask, browser } = simulated()
    await call('create', aMeeting)
    const answer = await ask('join', asHost)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('Location')).toMatch(
      /^https:\/\/bbb\.example\/html5client\/\?sessionToken=\w+$/,
    )
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^JSESSIONID=\w+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(textOf(await info(call), 'participantCount')).toBe('0')

    const { html } = await browser().open(signed('join', asHost))
    expect(html).toContain('<h1>Assemblée générale</h1>')
    const counted = await info(call)
    expect(textOf(counted, 'participantCount')).toBe('1')
    expect(textOf(counted, 'moderatorCount')).toBe('1')
    expect(textOf(counted, 'running')).toBe('true')
    expect(textsOf(counted, 'fullName')).toEqual(['Gabrielle Côté'])
  })

  test('made by somebody else is of no use: the page wants the cookie that came with it', async () => {
    const { call, ask, simulator } = simulated()
    await call('create', aMeeting)
    const page = (await ask('join', asHost)).headers.get('Location') ?? ''
    const answer = await simulator.fetch(new Request(page))
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('not open in your browser')
    expect(textOf(await info(call), 'participantCount')).toBe('0')
  })

  test('keeps one cookie for two meetings of a browser', async () => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    await call('create', { ...aMeeting, meetingID: 'foyer-2', voiceBridge: '54321' })
    const tabs = browser()
    const first = await tabs.open(signed('join', asGuest))
    await tabs.open(signed('join', { ...asGuest, meetingID: 'foyer-2' }))
    expect((await tabs.open(first.url)).status).toBe(200)
  })

  test.each([
    ['a meeting that does not exist', { meetingID: 'foyer-9' }, 'meetingForciblyEnded'],
    ['another session of the meeting', { createTime: '1715261728123' }, 'mismatchCreateTimeParam'],
    ['no name', { fullName: '  ' }, 'emptyError'],
    ['guest that is neither true nor false', { guest: 'yes' }, 'validationError'],
  ])('with %s leads to the error page', async (_, wrong, key) => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    const toErrorPage = await browser().open(signed('join', { ...asGuest, ...wrong, errorRedirectUrl }))
    expect(toErrorPage.url.startsWith(`${errorRedirectUrl}&errors=`)).toBe(true)
    expect(errorAt(toErrorPage.url)).toMatchObject({ key, message: expect.any(String) })
    const toLogout = await browser().open(
      signed('join', { ...asGuest, ...wrong, logoutURL: 'https://meet.example/' }),
    )
    expect(errorAt(toLogout.url).key).toBe(key)
    expect(keyOf((await browser().open(signed('join', { ...asGuest, ...wrong }))).html)).toBe(key)
    expect(keyOf(await call('join', { ...asGuest, ...wrong, errorRedirectUrl, redirect: 'false' }))).toBe(key)
  })

  test.each([
    ['a wrong password', { password: 'wrong' }],
    ['a wrong password and no role', { password: 'wrong', role: '' }],
    ['neither a password nor a role', { password: '', role: '' }],
    ['a role that does not exist', { password: '', role: 'HOST' }],
  ])('with %s is refused in XML, wherever errors were to be sent', async (_, wrong) => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    const { html } = await browser().open(signed('join', { ...asGuest, ...wrong, errorRedirectUrl }))
    expect(keyOf(html)).toBe('Params required')
  })

  test('with a wrong signature follows no address that came with it', async () => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    const { html } = await browser().open(signed('join', { ...asGuest, errorRedirectUrl }, 'md5'))
    expect(keyOf(html)).toBe('checksumError')
  })

  test('takes a GET only', async () => {
    const { call, ask } = simulated()
    await call('create', aMeeting)
    const answer = await ask('join', asGuest, { method: 'POST' })
    expect(keyOf(await answer.text())).toBe('unsupportedContentType')
  })

  test('is refused when the meeting is full, except to who is in', async () => {
    const { call, browser } = simulated()
    await call('create', { ...aMeeting, maxParticipants: '1' })
    const early = browser()
    const late = await early.open(signed('join', { ...asGuest, userID: 'pat' }))
    expect((await early.open(late.url)).html).toContain('<h1>Assemblée générale</h1>')
    const refused = await browser().open(signed('join', { ...asHost, errorRedirectUrl }))
    expect(errorAt(refused.url).key).toBe('maxParticipantsReached')
    const again = await browser().open(signed('join', { ...asGuest, userID: 'pat' }))
    expect(again.html).toContain('<h1>Assemblée générale</h1>')
  })

  test('is refused at the door when the meeting filled up in between', async () => {
    const { call, ask, browser, simulator } = simulated()
    await call('create', { ...aMeeting, maxParticipants: '1' })
    const joined = await ask('join', asGuest)
    await browser().open(signed('join', asHost))
    const cookie = joined.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const page = new Request(joined.headers.get('Location') ?? '', { headers: { Cookie: cookie } })
    expect(await (await simulator.fetch(page)).text()).toContain('The meeting is full')
    expect(textOf(await info(call), 'participantCount')).toBe('1')
  })
})

describe('the lobby', () => {
  const lobby = { ...aMeeting, guestPolicy: 'ASK_MODERATOR' }

  test('holds a guest until a moderator lets them in', async () => {
    const { call, browser } = simulated()
    await call('create', lobby)
    const host = browser()
    const guest = browser()
    const hostPage = await host.open(signed('join', asHost))
    const waiting = await guest.open(signed('join', asGuest))
    expect(waiting.html).toContain('Please wait')
    expect(textOf(await info(call), 'participantCount')).toBe('1')

    const { html } = await host.open(hostPage.url)
    expect(html).toContain('Dans la salle d’attente (1)')
    await host.press('admit', { guest: /name="guest" value="(\w+)"/.exec(html)?.[1] ?? '' })
    expect((await guest.open(waiting.url)).html).toContain('In the meeting (2)')
  })

  test('sends away whom a moderator refuses', async () => {
    const { call, browser } = simulated()
    await call('create', lobby)
    const host = browser()
    const guest = browser()
    const waiting = await guest.open(signed('join', asGuest))
    const { html } = await host.open(signed('join', asHost))
    await host.press('refuse', { guest: /name="guest" value="(\w+)"/.exec(html)?.[1] ?? '' })
    expect((await guest.open(waiting.url)).html).toContain('You were not let in')
  })

  test.each([
    ['ASK_MODERATOR', { guest: 'true' }, 'WAIT'],
    ['ASK_MODERATOR', { guest: '' }, 'WAIT'],
    ['ASK_MODERATOR', { guest: 'false' }, 'ALLOW'],
    ['ALWAYS_ACCEPT_AUTH', { guest: 'true' }, 'WAIT'],
    ['ALWAYS_ACCEPT_AUTH', { guest: '' }, 'ALLOW'],
    ['ALWAYS_ACCEPT', { guest: 'true' }, 'ALLOW'],
  ])('of policy %s makes %o of a viewer %s', async (guestPolicy, sent, status) => {
    const { call } = simulated()
    await call('create', { ...aMeeting, guestPolicy })
    const joined = await call('join', { ...asGuest, ...sent, redirect: 'false' })
    expect(textOf(joined, 'guestStatus')).toBe(status)
  })

  test.each(['ALWAYS_DENY', 'SOMETHING_NEW'])('of policy %s lets in moderators only', async (guestPolicy) => {
    const { call } = simulated()
    await call('create', { ...aMeeting, guestPolicy })
    expect(keyOf(await call('join', { ...asGuest, redirect: 'false' }))).toBe('guestDeniedAccess')
    expect(textOf(await call('join', { ...asHost, redirect: 'false' }), 'guestStatus')).toBe('ALLOW')
  })
})

describe('the page of the meeting', () => {
  test('shows who joined, how, in which language, and where', async () => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    const host = await browser().open(signed('join', asHost))
    expect(host.html).toContain('<html lang="fr-CA">')
    for (const words of [
      'Gabrielle Côté',
      'Modérateur',
      'français (fr-CA)',
      'Germany',
      '01234',
      'NIP',
      'Quitter',
    ]) {
      expect(host.html).toContain(words)
    }
    const guest = await browser().open(signed('join', asGuest))
    for (const words of [
      'Stand-in for BigBlueButton',
      'Pat O&#39;Hara',
      'Viewer',
      'English (en)',
      'PIN',
      'Leave',
    ]) {
      expect(guest.html).toContain(words)
    }
    expect(guest.html).toContain('In the meeting (2)')
    expect(guest.html).not.toContain('End meeting')
  })

  test('writes hostile names safely, and loads nothing from elsewhere', async () => {
    const { call, browser, simulator, ask } = simulated()
    await call('create', { ...aMeeting, name: '<script>alert(1)</script>' })
    const guest = { ...asGuest, fullName: '"><img src=x onerror=alert(2)>' }
    const { html } = await browser().open(signed('join', guest))
    expect(html).not.toMatch(/<script>|<img/)
    const loaded = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url ?? '')
    expect(loaded).toEqual(['/html5client/client.css', '/html5client/client.js'])
    for (const file of loaded) {
      expect((await simulator.fetch(new Request(new URL(file, publicUrl)))).status).toBe(200)
    }
    const answer = await ask('join', guest)
    const cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const page = await simulator.fetch(
      new Request(answer.headers.get('Location') ?? '', { headers: { Cookie: cookie } }),
    )
    const policy = page.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).toContain("form-action 'self' https://meet.example;")
  })

  test('lets people leave to where create said, and the join said nothing about', async () => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    const guest = browser()
    await guest.open(signed('join', { ...asGuest, logoutURL: 'https://elsewhere.example/' }))
    expect((await guest.press('leave')).url).toBe('https://meet.example/assemblee?left')
    expect(textOf(await info(call), 'participantCount')).toBe('0')
  })

  test('never leads to anything but a web address', async () => {
    const { call, browser } = simulated()
    await call('create', { ...aMeeting, logoutURL: 'javascript:alert(1)' })
    const guest = browser()
    await guest.open(signed('join', asGuest))
    expect((await guest.press('leave')).url).toBe(publicUrl)
  })

  test('lets moderators record and end, and nobody else', async () => {
    const { call, browser } = simulated()
    await call('create', aMeeting)
    const host = browser()
    const guest = browser()
    await host.open(signed('join', asHost))
    const { url } = await guest.open(signed('join', asGuest))
    expect((await host.press('record')).html).toContain('L’enregistrement est en cours')
    expect((await guest.open(url)).html).toContain('Recording is on')
    await guest.press('record')
    await guest.open(url)
    await guest.press('end')
    expect((await guest.open(url)).html).toContain('Recording is on')
    expect((await host.press('end')).url).toBe('https://meet.example/assemblee?left')
    expect((await guest.open(url)).html).toContain('The meeting has ended')
    expect(keyOf(await info(call))).toBe('notFound')
  })

  test.each([
    ['cannot be recorded at all', { record: 'false' }, 'cannot be recorded', false],
    ['is recorded from the start', { autoStartRecording: 'true' }, 'Recording is on', true],
    ['cannot be switched', { allowStartStopRecording: 'false' }, 'Recording is off', false],
  ])('of a meeting that %s', async (_, settings, words, hasButton) => {
    const { call, browser } = simulated()
    await call('create', { ...aMeeting, ...settings })
    const host = browser()
    const { html } = await host.open(
      signed('join', { ...asHost, 'userdata-bbb_override_default_locale': 'en' }),
    )
    expect(html).toContain(words)
    expect(html.includes('action="record')).toBe(hasButton)
    const after = await host.press('record')
    expect(after.html).toContain(hasButton ? 'Recording is off' : words)
  })

  test('tells its script of every change, and notices when it is closed', async () => {
    const { call, ask, browser, simulator, pass } = simulated()
    await call('create', aMeeting)
    const joined = await ask('join', asGuest)
    const page = joined.headers.get('Location') ?? ''
    const headers = { Cookie: joined.headers.get('Set-Cookie')?.split(';')[0] ?? '' }
    await simulator.fetch(new Request(page, { headers }))
    const stream = await simulator.fetch(new Request(page.replace('/?', '/events?'), { headers }))
    const events = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await events?.read())?.value).toBe('retry: 1000\n\n')
    await browser().open(signed('join', asHost))
    expect((await events?.read())?.value).toBe('data: changed\n\n')

    await events?.cancel()
    expect(textOf(await info(call), 'participantCount')).toBe('2')
    pass(1)
    expect(textOf(await info(call), 'participantCount')).toBe('1')
  })
})
