import { z } from 'zod'
import { DecisionStep } from '../../contract/me.ts'
import { LoggedCode } from '../../contract/operator.ts'

/* What the log of decisions holds as text. */

export function readCode(text: string): LoggedCode {
  return LoggedCode.parse(text)
}

export function readSteps(text: string): DecisionStep[] {
  return z.array(DecisionStep).parse(JSON.parse(text))
}
