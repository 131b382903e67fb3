import { type ProblemCode, problems } from '../../contract/problems.ts'

/** The heading of a problem's page, as a key of the public texts; the sentence below it is the problem's own. */
export function problemTitle(code: ProblemCode) {
  if (code === 'room_unknown') return 'room_unknown_title'
  if (code === 'room_closed' || code === 'room_archived') return 'room_closed_title'
  if (code === 'recording_not_playable') return 'recording_not_now'
  if (problems[code] === 404 || problems[code] === 405) return 'nothing_here'
  return problems[code] === 401 ? 'sign_in_title' : 'problem_title'
}
