import { z } from 'zod'
import { Config } from '../config.ts'
import { ExplanationRequest, Me } from '../me.ts'
import { AccessOverview, LoggedDecisions, PersonChange } from '../operator.ts'
import { AcceptAnswer, AcceptRequest, MemberLink, NewMember, Organisation } from '../organisations.ts'
import { Status } from '../status.ts'
import { get, patch, post, remove } from './endpoint.ts'
import { administrator, listLimits, operator, signedIn } from './problems.ts'

/** Calls about the service, and about people and their access. */
export const people = {
  'config.get': get('/api/config', {
    answer: Config,
    description: 'What everybody may know of the settings.',
  }),
  'status.get': get('/api/status', {
    answer: Status,
    description: 'The servers and the sign-in, each with since when and as of when.',
  }),
  'me.get': get('/api/me', {
    answer: Me,
    description: 'The signed-in person, and why they are admitted or not',
    problems: signedIn,
  }),
  'me.explain': post('/api/me/explanation', {
    body: ExplanationRequest,
    answer: Me,
    description: 'The same, with what the names of the claims in the ID token tell',
    problems: signedIn,
  }),
  'me.events': get('/api/me/events', {
    media: 'text/event-stream',
    description: 'Server-sent events: `ended`',
    problems: [...signedIn, 'too_busy'],
  }),
  'organisations.get': get('/api/organisations/{id}', {
    answer: Organisation,
    description: 'Its rules, its list, and who was seen.',
    problems: administrator,
  }),
  'organisations.accept': post('/api/organisations/{id}/accept', {
    body: AcceptRequest,
    answer: AcceptAnswer,
    description: 'What the link offers, taken up if so wished.',
    problems: [...signedIn, 'invitation_invalid', 'invitation_taken', 'too_many_attempts'],
  }),
  'members.add': post('/api/organisations/{id}/members', {
    body: NewMember,
    answer: MemberLink,
    status: 201,
    description: 'The entry, and the link for them, shown this once.',
    problems: [...administrator, 'member_unknown', 'member_listed', ...listLimits],
  }),
  'members.link': post('/api/organisations/{id}/members/{member}/link', {
    answer: MemberLink,
    description: 'A new link; the one before works no longer.',
    problems: [...administrator, 'member_unknown'],
  }),
  'members.remove': remove('/api/organisations/{id}/members/{member}', {
    description: 'Removed.',
    problems: [...administrator, 'member_unknown'],
  }),
  'operator.access': get('/api/operator/access', {
    answer: AccessOverview,
    description: 'Decisions, groups and rules of the last 30 days.',
    problems: operator,
  }),
  'operator.decisions': get('/api/operator/decisions', {
    query: z.object({ search: z.string().max(300).default('') }),
    answer: LoggedDecisions,
    description: 'By reference, name or e-mail; without: the latest refusals.',
    problems: operator,
  }),
  'operator.person': patch('/api/operator/people/{id}', {
    body: PersonChange,
    description: 'Done; it counts from their next request on.',
    problems: [...operator, 'person_unknown'],
  }),
}
