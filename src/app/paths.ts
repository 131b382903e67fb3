import { memberPaths } from '../contract/addresses.ts'

/** A path with one value in it, filled in. */
function fill(path: string, value: string): string {
  return path.replace(/:\w+/, encodeURIComponent(value))
}

/** Every address of ours that a page links to. */
export const paths = {
  home: memberPaths.rooms,
  recordings: memberPaths.recordings,
  status: '/status',
  /** The phone numbers of all servers. */
  phone: '/phone',
  me: memberPaths.me,
  operatorAccess: memberPaths.operatorAccess,
  signedOut: memberPaths.signedOut,
  /** Takes the form of the language switch. */
  language: '/language',
  /** Takes the form with a pasted link. */
  go: '/go',
  room: (address: string) => fill(memberPaths.room, address),
  roomSettings: (address: string) => fill(memberPaths.roomSettings, address),
  roomHosts: (address: string) => fill(memberPaths.roomHosts, address),
  /**
   * The room as guests see it, for a member who is no host there.
   * @param left what the address said after `?left`, for somebody who comes back from the meeting
   */
  roomAsGuest: (address: string, left: string | null = null) => {
    const asGuest = `/${encodeURIComponent(address)}?guest`
    return left === null ? asGuest : `${asGuest}&left${left === '' ? '' : `=${encodeURIComponent(left)}`}`
  },
  /** For somebody who waited, and is asked once more. */
  roomAsksAgain: (address: string) => `/${encodeURIComponent(address)}?guest=again`,
  /** Takes the form "Not you?": the pass for this room is dropped. */
  forget: (address: string) => `/${encodeURIComponent(address)}/forget`,
  /** Takes the form with a host link. */
  hostLink: (address: string) => `/${encodeURIComponent(address)}/host`,
  /** The room for somebody who comes back from its meeting. */
  roomAfter: (address: string) => `/${encodeURIComponent(address)}?left`,
  /** Microphone, sound and camera, tried before the meeting. */
  check: (address: string) => `/${encodeURIComponent(address)}/check`,
  /** Takes the form that says how the meeting was. */
  feedback: (address: string) => `/${encodeURIComponent(address)}/feedback`,
  /** How to take part by phone, to print or to read to somebody. */
  roomPhone: (address: string) => `/${encodeURIComponent(address)}/phone`,
  /** The room's schedule as a file for calendar programs. */
  calendar: (address: string) => `/${encodeURIComponent(address)}/calendar.ics`,
  /** The room's link for a camera. */
  qr: (address: string, format: 'svg' | 'png') => `/${encodeURIComponent(address)}/qr.${format}`,
  waiting: (address: string, ticket: string) =>
    `/${encodeURIComponent(address)}/waiting?ticket=${encodeURIComponent(ticket)}`,
  recording: (id: string) => `/recordings/${encodeURIComponent(id)}`,
  player: (id: string, format: string) =>
    `/recordings/${encodeURIComponent(id)}/${encodeURIComponent(format)}`,
  organisation: (id: string) => fill(memberPaths.organisation, id),
  /** @param returnTo path to come back to once signed in */
  signIn: (returnTo: string) => `${memberPaths.signIn}?return=${encodeURIComponent(returnTo)}`,
} as const
