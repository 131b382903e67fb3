import type { Parameters } from './parameters.ts'

/** Rules of a meeting, as `create` set them. */
export interface MeetingRules {
  muteOnStart: boolean
  /** Tools that viewers may not use. */
  locks: {
    cam: boolean
    mic: boolean
    privateChat: boolean
    publicChat: boolean
    notes: boolean
    userList: boolean
  }
  webcamsOnlyForModerator: boolean
  layout: string
  disabledFeatures: string[]
  /** HTML, as the chat shows it. */
  welcome: string
}

/** Source: bbb-common-web, ParamsProcessorUtil */
export function rulesIn(
  sent: Parameters,
  meeting: { name: string; voiceBridge: string | null },
): MeetingRules {
  const is = (...names: string[]) => {
    const given = names.map((name) => sent.text(name)).find((text) => text !== null)
    return given?.toLowerCase() === 'true'
  }
  const locksOnJoin = sent.text('lockSettingsLockOnJoin')?.toLowerCase() !== 'false'
  const locked = (...names: string[]) => locksOnJoin && is(...names)
  return {
    muteOnStart: is('muteOnStart'),
    locks: {
      cam: locked('lockSettingsDisableCam'),
      mic: locked('lockSettingsDisableMic'),
      privateChat: locked('lockSettingsDisablePrivateChat'),
      publicChat: locked('lockSettingsDisablePublicChat'),
      notes: locked('lockSettingsDisableNotes', 'lockSettingsDisableNote'),
      userList: locked('lockSettingsHideUserList'),
    },
    webcamsOnlyForModerator: is('webcamsOnlyForModerator'),
    layout: sent.text('meetingLayout') ?? 'CUSTOM_LAYOUT',
    disabledFeatures: sent.list('disabledFeatures'),
    welcome: safeHtml(filledIn(sent.text('welcome') ?? 'Welcome to <b>%%CONFNAME%%</b>!', meeting)),
  }
}

/** The number is BBB's own nonsense where an administrator has set none. */
function filledIn(
  template: string,
  { name, voiceBridge }: { name: string; voiceBridge: string | null },
): string {
  const plainName = name.replace(/[<>]/g, '')
  return template
    .replaceAll('%%DIALNUM%%', '613-555-1234')
    .replaceAll('%%CONFNUM%%', voiceBridge ?? '')
    .replaceAll('%%CONFNAME%%', plainName)
}

const safeTag = /^<(?:br\s*\/?|\/?[bi]|\/a|a href="https?:\/\/[^"<>]*"(?: target="_blank")?)>$/i

/** Other tags are taken out, what stands between them stays. */
function safeHtml(html: string): string {
  return html.replace(/<[^>]*>?/g, (tag) => (safeTag.test(tag) ? tag : ''))
}
