import { z } from 'zod'
import { type ProblemCode, problems } from './problems.ts'

/** The problem with one field of a request. */
export const FieldProblem = z.enum(['required', 'too_long', 'too_short', 'characters', 'unknown', 'invalid'])
export type FieldProblem = z.infer<typeof FieldProblem>

/** The body of an error answer, `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems) as ProblemCode[]),
    ref: z
      .string()
      .regex(/^[2-9B-Z]{8}$/)
      .describe('Eight readable characters, also in the log.'),
    fields: z
      .record(z.string(), FieldProblem)
      .optional()
      .describe('What is wrong, by the name of the field.'),
    values: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .describe('Figures that the sentence needs, for instance `{ limit: 5 }`.'),
  })
  .describe('What went wrong (RFC 9457), by a code of a closed list.')
export type Problem = z.infer<typeof Problem>
