import { screen, waitFor, within } from '@testing-library/dom'
import { describe, expect, test, vi } from 'vitest'
import { browserKind, openDevice, problemOf } from '../../src/app/public/check/devices.ts'
import { writeReport } from '../../src/app/public/check/report.ts'
import { ada } from '../world.ts'
import { expectAccessible, foyer, later } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { roomOf } from './meanwhile.ts'

const error = (name: string, message = '') => new DOMException(message, name)

describe('why a device cannot be used', () => {
  test.each([
    ['NotAllowedError', 'denied', 'denied'],
    ['NotAllowedError', 'unknown', 'denied'],
    ['NotAllowedError', 'prompt', 'dismissed'],
    ['SecurityError', 'unknown', 'denied'],
    ['NotFoundError', 'granted', 'none'],
    ['OverconstrainedError', 'granted', 'none'],
    ['NotReadableError', 'granted', 'in_use'],
    ['AbortError', 'granted', 'in_use'],
    ['NotSupportedError', 'granted', 'unsupported'],
    ['SomethingNew', 'granted', 'unknown'],
  ])('%s, permission %s: %s', (name, permission, problem) => {
    expect(problemOf(error(name), permission)).toBe(problem)
  })

  test('the operating system’s own refusal, a page without https, and a browser without the interface', async () => {
    expect(problemOf(error('NotAllowedError', 'Permission denied by system'), 'granted')).toBe('system')
    const navigator = {} as Navigator
    expect(await openDevice('camera', { navigator, isSecureContext: false })).toMatchObject({
      problem: 'insecure',
    })
    expect(await openDevice('camera', { navigator, isSecureContext: true })).toMatchObject({
      problem: 'unsupported',
    })
  })
})

test.each([
  [
    'ios',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 CriOS/130 Mobile Safari/604',
    5,
  ],
  ['ios', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18.1 Safari/605', 5],
  ['safari', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18.1 Safari/605', 0],
  ['edge', 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0', 0],
  ['chrome', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537 Chrome/130.0 Safari/537', 0],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 0],
  ['other', 'Mozilla/5.0 (X11) AppleWebKit/537 Chrome/130.0 Safari/537 OPR/115', 0],
])('it is known as %s: %s', (kind, userAgent, maxTouchPoints) => {
  expect(browserKind({ userAgent, maxTouchPoints })).toBe(kind)
})

test('the report counts devices and names none', async () => {
  const devices = [
    { kind: 'audioinput', label: 'Zoé’s headset', deviceId: 'secret-id' },
    { kind: 'videoinput', label: 'Front camera', deviceId: 'other-id' },
  ]
  const navigator = {
    userAgent: 'Test/1',
    language: 'fr-CA',
    mediaDevices: { enumerateDevices: async () => devices },
    permissions: { query: async () => ({ state: 'granted' }) },
  } as unknown as Navigator
  const report = await writeReport(
    { navigator, isSecureContext: true },
    { microphone: 'none (NotFoundError)' },
  )
  expect(report).toContain('Microphones: 1\nSpeakers: 0\nCameras: 1')
  expect(report).toContain('Microphone: none (NotFoundError)\nSpeaker: not tried')
  expect(report).not.toMatch(/Zoé|headset|Front|-id/)
})

/** jsdom has no devices of its own. */
function withDevices(getUserMedia: (wanted: MediaStreamConstraints) => Promise<MediaStream>): void {
  vi.stubGlobal('isSecureContext', true)
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: { getUserMedia, enumerateDevices: async () => [] },
  })
  later(() => {
    vi.unstubAllGlobals()
    Reflect.deleteProperty(navigator, 'mediaDevices')
  })
}

test('a microphone that may not be used: what to do, and the phone as a way out', async () => {
  withDevices(() => Promise.reject(error('NotAllowedError')))
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await guestAt(world, '/assembly/check')
  await user.click(await screen.findByRole('button', { name: 'Begin the check' }))
  const microphone = within(await screen.findByRole('region', { name: 'Microphone' }))
  await user.click(microphone.getByRole('button', { name: 'Try the microphone' }))
  const advice = await microphone.findByRole('alert')
  expect(advice.textContent).toContain('This site may not use the microphone')
  expect(microphone.getByRole('button', { name: 'Try again' })).toBeDefined()
  expect(screen.getByRole('link', { name: 'Join by phone instead' }).getAttribute('href')).toBe(
    '/assembly/phone',
  )
  expect(screen.getByRole('link', { name: 'Go on to the meeting' }).getAttribute('href')).toBe(
    '/assembly?guest',
  )
  await waitFor(() =>
    expect(document.querySelector('textarea')?.value).toContain('Microphone: denied (NotAllowedError)'),
  )
  await expectAccessible()
})

test('a camera is let go when it is stopped, and when the page is left', async () => {
  const stop = vi.fn()
  withDevices(async () => ({ getTracks: () => [{ stop }] }) as unknown as MediaStream)
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await guestAt(world, '/assembly/check')
  await user.click(await screen.findByRole('button', { name: 'Begin the check' }))
  const camera = within(await screen.findByRole('region', { name: 'Camera' }))
  await user.click(camera.getByRole('button', { name: 'Show my camera' }))
  await user.click(await camera.findByRole('button', { name: 'Turn the camera off' }))
  expect(stop).toHaveBeenCalledTimes(1)
  await user.click(await camera.findByRole('button', { name: 'Show my camera' }))
  await camera.findByRole('button', { name: 'Turn the camera off' })
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  await waitFor(() => expect(stop).toHaveBeenCalledTimes(2))
})

test('the sound is played, and the answer to it is heard', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const page = await guestAt(world, '/assembly/check')
  await page.user.click(await screen.findByRole('button', { name: 'Begin the check' }))
  await page.user.click(await screen.findByRole('button', { name: 'Play a sound' }))
  expect(page.chimes()).toBe(1)
  await page.user.click(screen.getByRole('button', { name: 'I heard nothing' }))
  expect(screen.getByText('Nothing was heard')).toBeDefined()
})

test('sans script, en français : ce qu’il faut savoir, et le chemin', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await guestAt(world, '/assembly/check', { language: 'fr', isScriptless: true })
  expect(screen.getByText(/La vérification a besoin de JavaScript/)).toBeDefined()
  expect(screen.getByRole('link', { name: 'Aller à la réunion' })).toBeDefined()
})
