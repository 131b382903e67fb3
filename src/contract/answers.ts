import './without-eval.ts'

import type { CallName } from './calls.ts'
import type { Endpoint } from './endpoints/endpoint.ts'
import { pageEndpoints } from './endpoints.ts'

/** Whether an answer is what its call answers with; null where it answers nothing. */
export function fits(name: CallName, answer: unknown): boolean {
  const { answer: schema }: Endpoint = pageEndpoints[name]
  return schema ? schema.safeParse(answer).success : answer === null
}
