import { useTranslation } from 'react-i18next'
import { ClientProblem } from '../../client.ts'
import { useProblemText } from '../parts/problems.tsx'

const nameKeys = {
  required: 'name_required',
  too_short: 'name_required',
  too_long: 'name_too_long',
  characters: 'name_characters',
  unknown: 'name_characters',
  invalid: 'name_characters',
} as const

const addressKeys = {
  required: 'address_too_short',
  too_short: 'address_too_short',
  too_long: 'address_too_long',
  characters: 'address_characters',
  unknown: 'address_characters',
  invalid: 'address_characters',
} as const

/** The problem with a room's name or address, in words that say how to mend it. */
export function useRoomFieldProblem(problem: unknown): (field: 'name' | 'address') => string | undefined {
  const { t } = useTranslation('rooms')
  const problemText = useProblemText()
  return (field) => {
    if (!(problem instanceof ClientProblem)) return undefined
    const isAboutAddress = problem.code === 'address_taken' || problem.code === 'address_reserved'
    if (isAboutAddress) return field === 'address' ? problemText(problem) : undefined
    const kind = problem.fields[field]
    if (kind === undefined) return undefined
    const { over } = problem.values
    if (field === 'name' && over !== undefined) return t('name_and_welcome', { over })
    return field === 'name' ? t(nameKeys[kind]) : t(addressKeys[kind])
  }
}
