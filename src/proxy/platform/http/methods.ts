import type { Context, Handler, Hono, MiddlewareHandler, Next } from 'hono'
import { ProblemError } from '../problem.ts'

/** Handling of methods that a path does not have. */
export interface Methods {
  /** A path that is written out in a route is that route's alone, also where `/:room` would take it. */
  literal: MiddlewareHandler
  /** Stands behind all routes: 405 with `Allow` (RFC 9110 §15.5.6), the answer to OPTIONS, or `not_found`. */
  otherwise: Handler
}

const known = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** @param app its routes are looked at when the first request comes */
export function createMethods(app: Pick<Hono, 'router' | 'routes'>): Methods {
  let written: Map<string, Set<string>> | null = null

  function ofLiteral(path: string): ReadonlySet<string> | undefined {
    written ??= literalPaths(app.routes)
    return written.get(path)
  }

  function has(method: string, path: string): boolean {
    const own = ofLiteral(path)
    if (own) return own.has(method)
    return app.router.match(method, path)[0].some(([[, route]]) => route.method === method)
  }

  /** GET and HEAD are one; whoever has a method may ask which. */
  function of(path: string): string[] {
    const methods = known.filter((method) => has(method, path))
    if (methods.length === 0) return []
    return [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS']
  }

  function refuse({ req }: Context, allow: readonly string[]): never {
    throw allow.length === 0 || allow.includes(req.method)
      ? new ProblemError('not_found')
      : new ProblemError('method_not_allowed', { allow })
  }

  return {
    literal(c, next) {
      const own = ofLiteral(c.req.path)
      const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
      if (own && method !== 'OPTIONS' && !own.has(method)) refuse(c, of(c.req.path))
      return next()
    },
    otherwise(c) {
      const allow = of(c.req.path)
      if (c.req.method !== 'OPTIONS' || allow.length === 0) return refuse(c, allow)
      return c.body(null, 204, { Allow: allow.join(', ') })
    },
  }
}

function literalPaths(routes: Hono['routes']): Map<string, Set<string>> {
  const paths = new Map<string, Set<string>>()
  for (const { method, path } of routes) {
    if (method === 'ALL' || /[:*]/.test(path)) continue
    paths.set(path, (paths.get(path) ?? new Set()).add(method))
  }
  return paths
}

/** Answers HEAD like GET, and lets go of what GET would have sent. */
export const headsOnly: MiddlewareHandler = (c, next) =>
  c.req.method === 'HEAD' ? withoutBody(c, next) : next()

async function withoutBody(c: Context, next: Next): Promise<void> {
  await next()
  if (!c.res.body) return
  await c.res.body.cancel()
  c.res = new Response(null, c.res)
}
