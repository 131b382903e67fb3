import { closingBody, meetingBody, waitingBody } from './client-page.ts'
import { textsIn } from './client-texts.ts'
import { changed, type Meeting, type Meetings } from './meetings.ts'
import { languageOf, type Page, pageAnswer, pageFile } from './page.ts'
import { type Person, refuseIfFull } from './people.ts'
import type { Presence } from './presence.ts'
import { Refusal } from './refusal.ts'
import type { Session, Sessions } from './sessions.ts'

export interface ClientDependencies {
  publicUrl: string
  server: string
  meetings: Meetings
  sessions: Sessions
  presence: Presence
}

/**
 * The page that stands for BBB's client, and what its buttons do.
 * @param file what follows `html5client/` in the address
 * @returns null where there is nothing
 */
export async function answerClient(
  parts: ClientDependencies,
  file: string,
  request: Request,
): Promise<Response | null> {
  const session = parts.sessions.find(request)
  if (request.method === 'POST')
    return session ? await act(parts, session, file, request) : unknownPage(parts, request)
  if (file === 'events') return session ? parts.presence.follow(session) : new Response(null, { status: 204 })
  if (file === '') return session ? page(parts, session, request) : unknownPage(parts, request)
  return pageFile(file)
}

/** Lets the person in who opens it, as the real client does; without a script they stay until they leave. */
function page(parts: ClientDependencies, session: Session, request: Request): Response {
  const { meeting, person } = session
  const language = languageOf(request, new Map(person.userData).get('bbb_override_default_locale'))
  const texts = textsIn(language)
  const back = leaveUrl(meeting, parts.publicUrl)
  const show = (shown: Pick<Page, 'title' | 'body'> & { live?: boolean }) =>
    pageAnswer({ ...parts, language, leadsTo: back, ...shown })

  if (meeting.endTime !== null) {
    return show({ title: texts.endedTitle, body: closingBody(texts.endedText, back, texts) })
  }
  if (person.admission === 'DENY') {
    return show({ title: texts.refusedTitle, body: closingBody(texts.refusedText, back, texts) })
  }
  if (person.admission === 'WAIT') {
    return show({ title: texts.waitTitle, body: waitingBody({ person, texts }), live: true })
  }
  if (!canEnter(meeting, person)) {
    return show({ title: texts.fullTitle, body: closingBody(texts.fullText, back, texts) })
  }
  parts.meetings.enter(meeting, person)
  const body = meetingBody({ meeting, person, texts, server: parts.server })
  return show({ title: meeting.name, body, live: true })
}

function canEnter(meeting: Meeting, person: Person): boolean {
  try {
    refuseIfFull(meeting, person)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function act(
  parts: ClientDependencies,
  session: Session,
  action: string,
  request: Request,
): Promise<Response> {
  const { meeting, person } = session
  const { meetings, sessions, publicUrl } = parts
  if (action === 'leave') {
    sessions.close(session)
    parts.presence.letGo(session)
    meetings.leave(meeting, person)
    if (person.admission === 'WAIT') refuse(meeting, person)
    return seeOther(leaveUrl(meeting, publicUrl))
  }
  if (person.role !== 'MODERATOR' || !person.inside) return new Response(null, { status: 403 })
  if (action === 'record' && meeting.record && meeting.allowStartStopRecording) {
    meetings.setRecording(meeting, !meeting.recordingNow)
  }
  if (action === 'admit' || action === 'refuse') await decide(meeting, action, request)
  if (action === 'end') {
    meetings.end(meeting)
    return seeOther(leaveUrl(meeting, publicUrl))
  }
  return seeOther(`${publicUrl}html5client/?sessionToken=${person.sessionToken}`)
}

async function decide(meeting: Meeting, decision: 'admit' | 'refuse', request: Request): Promise<void> {
  const form = await request.formData()
  const guest = meeting.people.find(({ internalId }) => internalId === form.get('guest'))
  if (guest?.admission !== 'WAIT') return
  if (decision === 'refuse') return refuse(meeting, guest)
  guest.admission = 'ALLOW'
  changed(meeting)
}

function refuse(meeting: Meeting, guest: Person): void {
  guest.admission = 'DENY'
  changed(meeting)
}

function unknownPage(parts: ClientDependencies, request: Request): Response {
  const language = languageOf(request)
  const texts = textsIn(language)
  const body = `<p>${texts.unknownText}</p>`
  return pageAnswer({ ...parts, language, title: texts.unknownTitle, body, status: 403 })
}

/** The address for people who leave, as create gave it; else the server's own front page. */
function leaveUrl({ logoutUrl }: Meeting, publicUrl: string): string {
  const url = URL.parse(logoutUrl ?? '')
  return url && /^https?:$/.test(url.protocol) ? url.href : publicUrl
}

function seeOther(url: string): Response {
  return new Response(null, { status: 303, headers: { Location: url, 'Cache-Control': 'no-store' } })
}
