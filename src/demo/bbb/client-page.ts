import { escapeHtml } from '../html.ts'
import { ruleFacts, visibleTo } from './client-rules.ts'
import type { ClientTexts } from './client-texts.ts'
import type { Document } from './documents.ts'
import { inside, type Meeting, waiting } from './meetings.ts'
import type { Person } from './people.ts'

interface Seat {
  meeting: Meeting
  person: Person
  texts: ClientTexts
  server: string
}

/** The page of the meeting for somebody who is in, as HTML. */
export function meetingBody({ meeting, person, texts, server }: Seat): string {
  const isModerator = person.role === 'MODERATOR'
  const seen = visibleTo(person, meeting, inside(meeting))
  return `<p>${texts.noMedia}</p>
      <dl>
        ${fact(texts.you, person.name)}
        ${fact(texts.role, texts.roles[person.role])}
        ${fact(texts.language, languageName(person, texts))}
        ${fact(texts.server, server)}
        ${fact(texts.pin, meeting.voiceBridge)}
        ${fact(texts.recording, texts.recordingStates[recordingState(meeting)])}
        ${fact(texts.presentation, shownDocument(meeting, texts))}
        ${otherDocuments(meeting, texts)}
        ${ruleFacts(meeting, person, texts)
          .map(([name, value]) => fact(name, value))
          .join('\n        ')}
      </dl>
      <section aria-label="${texts.chat}"><p>${meeting.rules.welcome}</p></section>
      <h2>${texts.inside(seen.length)}</h2>
      <ul>${seen
        .map((other) => `<li>${escapeHtml(other.name)} <small>${texts.roles[other.role]}</small></li>`)
        .join('')}</ul>
      ${isModerator ? waitingList(meeting, person, texts) : ''}
      <div class="actions">
        ${button(person, 'leave', texts.leave)}
        ${isModerator ? moderatorButtons(meeting, person, texts) : ''}
      </div>`
}

/** The page of a person who waits: they can only leave. */
export function waitingBody({ person, texts }: Pick<Seat, 'person' | 'texts'>): string {
  return `<p>${texts.waitText}</p>
      <div class="actions">${button(person, 'leave', texts.leave)}</div>`
}

/** A sentence, and the way back. */
export function closingBody(text: string, back: string, texts: ClientTexts): string {
  return `<p>${text}</p><p><a class="button" href="${escapeHtml(back)}">${texts.back}</a></p>`
}

function fact(name: string, value: string): string {
  return `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`
}

/** The tag that the join gave is shown as it came: tests and newcomers want to see it. */
function languageName(person: Person, texts: ClientTexts): string {
  const tag = new Map(person.userData).get('bbb_override_default_locale')
  return tag ? `${texts.languageName} (${tag})` : texts.languageName
}

function recordingState(meeting: Meeting): 'on' | 'off' | 'never' {
  if (!meeting.record) return 'never'
  return meeting.recordingNow ? 'on' : 'off'
}

function shownDocument({ documents }: Meeting, texts: ClientTexts): string {
  const shown = documents.find(({ isCurrent, state }) => isCurrent && state === 'ready')
  return shown ? documentText(shown, texts) : texts.noPresentation
}

/** Documents that a presenter can show. */
function otherDocuments({ documents }: Meeting, texts: ClientTexts): string {
  const others = documents.filter(({ isCurrent, state }) => !isCurrent && state === 'ready')
  if (others.length === 0) return ''
  return fact(texts.otherPresentations, others.map((other) => documentText(other, texts)).join('; '))
}

function documentText({ filename, pages }: Document, texts: ClientTexts): string {
  return pages === null ? filename : `${filename}, ${texts.pages(pages)}`
}

function moderatorButtons(meeting: Meeting, person: Person, texts: ClientTexts): string {
  const canRecord = meeting.record && meeting.allowStartStopRecording
  const record = meeting.recordingNow ? texts.stopRecording : texts.startRecording
  return `${canRecord ? button(person, 'record', record) : ''}${button(person, 'end', texts.end)}`
}

function waitingList(meeting: Meeting, person: Person, texts: ClientTexts): string {
  const guests = waiting(meeting)
  if (guests.length === 0) return ''
  const items = guests.map(
    (guest) => `<li>${escapeHtml(guest.name)}
        ${button(person, 'admit', texts.letIn, guest)}${button(person, 'refuse', texts.refuse, guest)}</li>`,
  )
  return `<h2>${texts.waiting(guests.length)}</h2><ul>${items.join('')}</ul>`
}

function button(person: Person, action: string, label: string, guest?: Person): string {
  const id = guest ? `${action}-${guest.internalId}` : action
  const about = guest ? `<input type="hidden" name="guest" value="${guest.internalId}">` : ''
  return `<form method="post" action="${action}?sessionToken=${person.sessionToken}">${about}
          <button id="${id}">${label}</button></form>`
}
