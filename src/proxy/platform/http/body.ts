import type { Context } from 'hono'
import { ProblemError } from '../problem.ts'

/** Labels of a body: UTF-8 is all that is read (RFC 8259 §8.1), and no other parameter means anything. */
const jsonLabel = /^application\/json(?: ?; ?charset="?utf-8"?)?$/i
const formLabel = /^application\/x-www-form-urlencoded(?: ?; ?charset="?utf-8"?)?$/i

/** Whether a body is labelled as JSON that can be read. */
export function isJson(c: Context): boolean {
  return jsonLabel.test(c.req.header('Content-Type') ?? '')
}

/** Whether a body comes, by the request's headers (RFC 9112 §6.3): Node hands on an empty one with every POST. */
export function hasBody(c: Context): boolean {
  const pieces = c.req.header('Transfer-Encoding')
  return pieces !== undefined || Number(c.req.header('Content-Length') ?? 0) > 0
}

/**
 * The JSON body that a call demands.
 * @throws ProblemError content_type_unsupported; body_invalid: none, no JSON, or one key twice
 */
export async function readJson(c: Context): Promise<unknown> {
  if (!isJson(c)) throw new ProblemError('content_type_unsupported')
  return strictly(await c.req.text())
}

/**
 * Demands that nothing is sent to a call that takes nothing, or an empty object.
 * @throws ProblemError body_invalid
 */
export async function requireNothing(c: Context): Promise<void> {
  const isSaid = c.req.header('Content-Type') !== undefined || hasBody(c)
  const text = isSaid ? await c.req.text() : ''
  if (text !== '' && Object.keys(Object(strictly(text))).length > 0) throw new ProblemError('body_invalid')
}

/**
 * The fields of a posted form.
 * @throws ProblemError content_type_unsupported; body_invalid: one field twice
 */
export async function readForm(c: Context): Promise<URLSearchParams> {
  if (!formLabel.test(c.req.header('Content-Type') ?? '')) throw new ProblemError('content_type_unsupported')
  const fields = new URLSearchParams(await c.req.text())
  if (new Set(fields.keys()).size !== fields.size) throw new ProblemError('body_invalid')
  return fields
}

/** Objects and lists in one another: no schema of ours goes deeper than six. */
const deepest = 32

/** A doubled key means two things, and one reader takes the first, another one the last (RFC 8259 §4). */
function strictly(text: string): unknown {
  const { keys, depth } = shapeOf(text)
  if (depth > deepest) throw new ProblemError('body_invalid')
  const value = parsed(text)
  if (keys !== keysRead(value)) throw new ProblemError('body_invalid')
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ProblemError('body_invalid', { cause })
  }
}

/** How many keys are written in a JSON text, doubled ones too, and how deep it goes; of what is none, anything. */
function shapeOf(text: string): { keys: number; depth: number } {
  let keys = 0
  let level = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === ':') keys += 1
    else if (character === '{' || character === '[') depth = Math.max(depth, ++level)
    else if (character === '}' || character === ']') level -= 1
  }
  return { keys, depth }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** The number of keys in what was read from it, at any depth; it is shallow. */
function keysRead(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside: unknown[] = Object.values(value)
  const own = Array.isArray(value) ? 0 : inside.length
  return inside.reduce<number>((sum, each) => sum + keysRead(each), own)
}
