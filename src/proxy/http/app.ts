import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { ProblemError } from '../problem.ts'
import { fieldsOf } from './answers.ts'
import { formDemanded, jsonDemanded, nothingDemanded } from './body.ts'

/**
 * A set of routes whose requests are judged by their schemas: a misfit is `fields_invalid`. A body that a route
 * describes is demanded, and none is taken where none is described; no route can forget it.
 */
export function newRoutes(): OpenAPIHono {
  const routes = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw new ProblemError('fields_invalid', { fields: fieldsOf(result.error.issues) })
    },
  })
  const register = routes.openapi
  routes.openapi = (route, handler, hook) => register(demanding(route), handler, hook)
  return routes
}

/** The same route, with its body demanded before its schema is looked at. */
function demanding<Route extends RouteConfig>(route: Route): Route {
  const { body } = route.request ?? {}
  const required = body ? { request: { ...route.request, body: { ...body, required: true } } } : {}
  return Object.assign({}, route, required, { middleware: demandOf(route) })
}

/** Middleware that checks the body which a route describes; a file is checked by its route while it arrives. */
function demandOf({ method, request }: RouteConfig): MiddlewareHandler[] {
  const types = Object.keys(request?.body?.content ?? {})
  if (types.includes('application/json')) return [jsonDemanded]
  if (types.includes('application/x-www-form-urlencoded')) return [formDemanded]
  return types.length === 0 && method !== 'get' ? [nothingDemanded] : []
}

/** The OpenAPI description of a JSON body or answer. */
export function json<Schema>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}
