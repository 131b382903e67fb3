import { ProblemError } from '../../platform/problem.ts'
import { cleanName } from '../../platform/text/text.ts'

export function roomName(raw: string): string {
  const cleaned = cleanName(raw)
  if ('problem' in cleaned) throw new ProblemError('fields_invalid', { fields: { name: cleaned.problem } })
  // BBB takes meeting names from two characters on; a padded name would look odd, so one is too short.
  if (cleaned.name.length < 2) throw new ProblemError('fields_invalid', { fields: { name: 'too_short' } })
  return cleaned.name
}
