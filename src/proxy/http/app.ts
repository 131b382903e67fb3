import { OpenAPIHono } from '@hono/zod-openapi'
import { ProblemError } from '../problem.ts'
import { fieldsOf } from './answers.ts'

/** A set of routes whose requests are judged by their schemas: a misfit is `fields_invalid`. */
export function newRoutes(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw new ProblemError('fields_invalid', { fields: fieldsOf(result.error.issues) })
    },
  })
}

/** The OpenAPI description of a JSON body or answer. */
export function json<Schema>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}
