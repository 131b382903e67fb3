import type { Delivered } from './failure.ts'

/** The connection failed, or was cut before the answer was complete. */
export class ConnectionProblem extends Error {
  override readonly name = 'ConnectionProblem'
  readonly delivered: Delivered

  constructor(reason: string, delivered: Delivered) {
    super(reason)
    this.delivered = delivered
  }
}

/** Codes of Node and undici for connections that were never made, so that nothing was sent over them. */
const neverConnected = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|UNABLE_TO_\w+)$|CERT/
const whileConnecting = /^(connect|getaddrinfo)$/

/**
 * Why `fetch` rejected, in one code. The error itself is left behind: nobody promises that its text is without
 * the address, whose checksum must reach no log.
 */
export function connectionProblem(error: unknown): ConnectionProblem {
  const origin = originOf(error)
  const code = word(origin, 'code') || word(origin, 'name') || 'unknown'
  const unsent = neverConnected.test(code) || whileConnecting.test(word(origin, 'syscall'))
  return new ConnectionProblem(code, unsent ? 'no' : 'unknown')
}

/** `fetch failed` hides its reason in its cause, and a host with several addresses in a list of them. */
function originOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return originOf(error.errors[0])
  return error instanceof Error && error.cause instanceof Error ? originOf(error.cause) : error
}

/** A property that is one word; empty where it is not. */
function word(value: unknown, property: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, property) : null
  return typeof found === 'string' && /^\w{1,60}$/.test(found) ? found : ''
}
