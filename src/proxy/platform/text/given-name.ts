import { ProblemError } from '../problem.ts'
import { cleanName } from './text.ts'

/** A name that somebody typed for others to see, cleaned. @throws ProblemError fields_invalid at `name` */
export function givenName(typed: string): string {
  const cleaned = cleanName(typed)
  if ('name' in cleaned) return cleaned.name
  throw new ProblemError('fields_invalid', { fields: { name: cleaned.problem } })
}
