import { useTranslation } from 'react-i18next'
import type { FileProblem } from '../../../contract/presentations.ts'
import { ClientProblem } from '../../client.ts'
import { formatBytes } from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'
import { useProblemText } from '../parts/problems.tsx'
import { UnfitFile } from './uploads.ts'

/** Why a file was not taken, in words that say what to do about it. */
export function useFileProblem(largest: number | null): (problem: unknown) => string {
  const { t, i18n } = useTranslation('presentations')
  const { language } = useMember()
  const problemText = useProblemText()
  return (problem) => {
    const reason = reasonOf(problem)
    // A page may be older than the proxy: it has not heard of every reason.
    if (reason === null || !i18n.exists(`presentations:problem_${reason}`)) return problemText(problem)
    return t(`problem_${reason}`, { size: largest === null ? '' : formatBytes(largest, language) })
  }
}

function reasonOf(problem: unknown): FileProblem | null {
  if (problem instanceof UnfitFile) return problem.reason
  if (!(problem instanceof ClientProblem) || problem.code !== 'file_refused') return null
  const { reason } = problem.values
  return isReason(reason) ? reason : null
}

function isReason(reason: string | number | undefined): reason is FileProblem {
  return typeof reason === 'string'
}

/** Another try may end otherwise: the file was not the reason. */
export function mayPass(problem: unknown): boolean {
  return reasonOf(problem) === null
}
