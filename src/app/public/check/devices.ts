/** Devices that can be checked. */
export type Device = 'microphone' | 'camera'

/**
 * Why a device cannot be used. denied: this site may not, as the browser remembers. dismissed: the question was
 * closed. system: the operating system keeps the browser from it. none: there is no such device. in_use: another
 * programme has it, or it does not start. insecure: the page did not come by https. unsupported: the browser cannot.
 */
export type DeviceProblem =
  | 'denied'
  | 'dismissed'
  | 'system'
  | 'none'
  | 'in_use'
  | 'insecure'
  | 'unsupported'
  | 'unknown'

/** A device that answers, or why it does not, with the browser's own name for that. */
export type Opened = { stream: MediaStream } | { problem: DeviceProblem; error: string }

/** The part of `window` that is used. */
export interface Surroundings {
  navigator: Pick<Navigator, 'mediaDevices' | 'permissions'>
  isSecureContext: boolean
}

/** Asks for a device, as the meeting will. Whoever gets a stream stops its tracks. */
export async function openDevice(
  device: Device,
  { navigator, isSecureContext }: Surroundings,
): Promise<Opened> {
  // Without https browsers hide the whole interface.
  if (!isSecureContext) return { problem: 'insecure', error: 'InsecureContext' }
  if (!navigator.mediaDevices?.getUserMedia) return { problem: 'unsupported', error: 'NoMediaDevices' }
  try {
    const wanted = device === 'microphone' ? { audio: true } : { video: true }
    return { stream: await navigator.mediaDevices.getUserMedia(wanted) }
  } catch (cause) {
    const permission = await permissionFor(device, navigator.permissions)
    return { problem: problemOf(cause, permission), error: nameOf(cause) }
  }
}

/** The problem behind a refusal of getUserMedia (W3C Media Capture §10.2, and what browsers throw beside it). */
export function problemOf(cause: unknown, permission: string): DeviceProblem {
  switch (nameOf(cause)) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      if (/system/i.test(textOf(cause, 'message'))) return 'system'
      return permission === 'prompt' ? 'dismissed' : 'denied'
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'none'
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'in_use'
    case 'TypeError':
    case 'NotSupportedError':
      return 'unsupported'
    default:
      return 'unknown'
  }
}

function nameOf(cause: unknown): string {
  return textOf(cause, 'name') || 'Unknown'
}

/** A DOMException is no Error in every browser. */
function textOf(cause: unknown, what: 'name' | 'message'): string {
  return String((cause as Partial<Error> | null)?.[what] ?? '')
}

/** `granted`, `denied` or `prompt`; `unknown` where the browser does not tell. */
export async function permissionFor(
  device: Device,
  permissions: Navigator['permissions'] | undefined,
): Promise<string> {
  try {
    const name = device as PermissionName
    return (await permissions?.query({ name }))?.state ?? 'unknown'
  } catch {
    return 'unknown'
  }
}

export function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** The browsers whose settings we can name. Every browser on an iPhone or iPad follows the settings of iOS. */
export type BrowserKind = 'ios' | 'edge' | 'firefox' | 'chrome' | 'safari' | 'other'

export function browserKind({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>) {
  const kinds: [BrowserKind, boolean][] = [
    // An iPad says that it is a Mac, which has no touch screen.
    ['ios', /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)],
    ['edge', /Edg(A|e)?\//.test(userAgent)],
    ['firefox', /Firefox\//.test(userAgent)],
    ['chrome', /Chrom(e|ium)\//.test(userAgent) && !/OPR\/|SamsungBrowser\//.test(userAgent)],
    ['safari', /Version\//.test(userAgent) && /Safari\//.test(userAgent) && !/Chrom/.test(userAgent)],
  ]
  return kinds.find(([, is]) => is)?.[0] ?? 'other'
}
