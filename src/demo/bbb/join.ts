import type { ApiDependencies } from './api.ts'
import type { Meeting } from './meetings.ts'
import type { Parameters } from './parameters.ts'
import { type JoinRequest, join, type Person, WrongPassword } from './people.ts'
import { Refusal } from './refusal.ts'
import { joined } from './replies.ts'

/**
 * The call that a browser makes: it gets a cookie, and is sent to the meeting's page or to an error page.
 * Source: https://docs.bigbluebutton.org/development/api/#join
 */
export function joinMeeting(parts: ApiDependencies, sent: Parameters, request: Request): Response {
  const onward = placeBehind(parts, request)
  if (onward !== null) return redirect(onward)
  const lost = behindDeadNode(parts, sent)
  if (lost) return lost
  const redirects = sent.text('redirect')?.toLowerCase() !== 'false'
  try {
    const meeting = existing(parts, sent)
    const person = join(meeting, joinRequest(sent))
    const cookie = parts.sessions.open(request, { meeting, person })
    const home = parts.persona.balancer?.leadsJoinsOn ? parts.nodeUrl : parts.publicUrl
    const url = `${home}html5client/?sessionToken=${person.sessionToken}`
    return redirects ? redirect(url, cookie) : inXml(meeting, person, url, cookie)
  } catch (error) {
    const errorPage = sent.text('errorRedirectUrl') ?? sent.text('logoutURL')
    const isForThePage = error instanceof Refusal && !(error instanceof WrongPassword) && redirects
    if (!isForThePage || errorPage === null || !URL.canParse(errorPage)) throw error
    return redirect(withErrors(errorPage, error))
  }
}

/** The same call at the server behind a balancer, for a browser that asks the balancer. */
function placeBehind({ persona, publicUrl, nodeUrl }: ApiDependencies, { url }: Request): string | null {
  const isThere = new URL(url).origin === new URL(nodeUrl).origin
  return persona.balancer?.leadsJoinsOn && !isThere
    ? url.replace(new URL(publicUrl).origin, new URL(nodeUrl).origin)
    : null
}

/** The answer where the meeting's machine is gone: a page that asks again for ever, or an address without an answer. */
function behindDeadNode({ meetings, nodes, persona }: ApiDependencies, sent: Parameters): Response | null {
  const meeting = meetings.find(sent.meetingId())
  if (!persona.balancer || !meeting || !nodes.isDead(meeting) || nodes.isForgotten(meeting)) return null
  if (persona.balancer.leadsJoinsOn) return redirect('https://node.invalid/bigbluebutton/')
  const html = '<!doctype html><meta http-equiv="refresh" content="5"><p>Please wait, we will try again.</p>'
  return new Response(html, { headers: { 'Content-Type': 'text/html;charset=utf-8' } })
}

function existing({ meetings, persona }: ApiDependencies, sent: Parameters): Meeting {
  const meeting = meetings.find(sent.meetingId())
  if (meeting && !meeting.forciblyEnded) return meeting
  throw new Refusal(persona.joinToNoMeeting.key, persona.joinToNoMeeting.message)
}

function joinRequest(sent: Parameters): JoinRequest {
  const name = sent.text('fullName')
  if (name === null) throw new Refusal('emptyError', 'You must provide your name')
  return {
    name,
    password: sent.password('password'),
    role: sent.text('role'),
    createTime: sent.digits('createTime', 'createTime must be an integral value'),
    userId: sent.text('userID'),
    guest: sent.flag('guest', 'Guest must be a boolean value (true or false)'),
    authenticated: sent.flag('auth', 'Auth must be a boolean value (true or false)'),
    userData: sent.userData(),
  }
}

function inXml(meeting: Meeting, person: Person, url: string, cookie: string): Response {
  const headers = { 'Content-Type': 'text/xml;charset=utf-8', 'Set-Cookie': cookie }
  return new Response(joined(meeting, person, url), { headers })
}

function redirect(url: string, cookie?: string): Response {
  const headers = new Headers({ Location: url, 'Cache-Control': 'no-cache' })
  if (cookie) headers.set('Set-Cookie', cookie)
  return new Response(null, { status: 302, headers })
}

/** Added behind whatever query the page has. */
function withErrors(page: string, { key, message }: Refusal): string {
  const url = new URL(page)
  const errors = `errors=${encodeURIComponent(JSON.stringify([{ key, message }]))}`
  url.search = url.search ? `${url.search}&${errors}` : errors
  return url.href
}
