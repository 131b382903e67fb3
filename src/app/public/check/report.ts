import { permissionFor, type Surroundings } from './devices.ts'

/** Results by device; a device that was not tried is absent. */
export type Findings = Partial<Record<'microphone' | 'speaker' | 'camera', string>>

type ReportWorld = Surroundings & { navigator: Pick<Navigator, 'userAgent' | 'language'> }

/**
 * A report for the support, without anything that says who it was: no names of devices, no addresses. In English,
 * whatever the page is in: it is for those who help.
 */
export async function writeReport(world: ReportWorld, findings: Findings): Promise<string> {
  const { navigator, isSecureContext } = world
  const devices = await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])
  const count = (kind: MediaDeviceKind) =>
    devices?.filter((device) => device.kind === kind).length ?? 'unknown'
  const lines = [
    ['Browser', navigator.userAgent],
    ['Language', navigator.language],
    ['Secure page', isSecureContext ? 'yes' : 'no'],
    ['Microphones', count('audioinput')],
    ['Speakers', count('audiooutput')],
    ['Cameras', count('videoinput')],
    ['Microphone permission', await permissionFor('microphone', navigator.permissions)],
    ['Camera permission', await permissionFor('camera', navigator.permissions)],
    ['Microphone', findings.microphone ?? 'not tried'],
    ['Speaker', findings.speaker ?? 'not tried'],
    ['Camera', findings.camera ?? 'not tried'],
  ]
  return lines.map(([what, found]) => `${what}: ${found}`).join('\n')
}
