import type { AnswerCheck } from './client.ts'

/**
 * Holds answers to the contract in the demo, where a misfit is seen before anybody relies on it. Elsewhere its schemas
 * are never loaded: they are several times what a page weighs.
 */
export function answerCheck({ demo }: { demo: boolean }): AnswerCheck | undefined {
  if (!demo) return undefined
  return async (name, answer) => (await import('../contract/answers.ts')).fits(name, answer)
}
