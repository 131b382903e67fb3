import type { ClientTexts } from './client-texts.ts'
import type { Meeting } from './meetings.ts'
import type { Person } from './people.ts'

/** The meeting's rules for one person: names and values. */
export function ruleFacts(meeting: Meeting, person: Person, texts: ClientTexts): [string, string][] {
  const { rules } = meeting
  const { names, states } = texts.rules
  const isViewer = person.role === 'VIEWER'
  const locked = (lock: keyof typeof rules.locks) => isViewer && rules.locks[lock]
  const usable = (lock: keyof typeof rules.locks) => (locked(lock) ? states.locked : states.open)
  const microphone = rules.muteOnStart ? states.muted : states.open
  const camera = isViewer && rules.webcamsOnlyForModerator ? states.moderatorsOnly : states.open
  const notes = rules.disabledFeatures.includes('sharedNotes') ? states.off : usable('notes')
  const off = rules.disabledFeatures.map((feature) => texts.rules.features[feature] ?? feature)
  return [
    [names.microphone, locked('mic') ? states.locked : microphone],
    [names.camera, locked('cam') ? states.locked : camera],
    [names.publicChat, usable('publicChat')],
    [names.privateChat, usable('privateChat')],
    [names.notes, notes],
    [names.layout, texts.rules.layouts[rules.layout] ?? rules.layout],
    [names.off, off.length > 0 ? off.join(', ') : states.nothing],
  ]
}

/** People whom somebody sees in the list: viewers from whom it is hidden see the moderators, and themselves. */
export function visibleTo(person: Person, meeting: Meeting, people: Person[]): Person[] {
  const isHidden = person.role === 'VIEWER' && meeting.rules.locks.userList
  return isHidden ? people.filter((other) => other === person || other.role === 'MODERATOR') : people
}
