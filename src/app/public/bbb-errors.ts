/**
 * The sentence for each `key` that BBB sends back with `errors=[…]`, in versions 2.4 to 3.0. Several keys mean the
 * same to a guest.
 */
const sentences = {
  meetingForciblyEnded: 'bbb_over',
  invalidMeetingIdentifier: 'bbb_over',
  meetingNotFound: 'bbb_over',
  notFound: 'bbb_over',
  maxParticipantsReached: 'bbb_full',
  guestDeny: 'bbb_refused',
  guestDenied: 'bbb_refused',
  mismatchCreateTime: 'bbb_stale',
  mismatchCreateTimeParam: 'bbb_stale',
  checksumError: 'bbb_stale',
  missingSession: 'bbb_session',
  missingToken: 'bbb_session',
  sessionNotFound: 'bbb_session',
} as const

type Sentence = (typeof sentences)[keyof typeof sentences] | 'bbb_unknown'

/** The sentences of some keys, each once. Keys come from an address that anybody can write. */
export function bbbSentences(keys: readonly string[]): Sentence[] {
  return [...new Set(keys.map((key) => (isKnown(key) ? sentences[key] : 'bbb_unknown')))]
}

function isKnown(key: string): key is keyof typeof sentences {
  return Object.hasOwn(sentences, key)
}
