import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** A place in the settings: `['servers', 0, 'url']`. */
export type Path = readonly PropertyKey[]

/** One thing that is wrong with the settings. It never repeats a value: that may be a secret. */
export interface Complaint {
  /** `servers[0].url`; empty where it is about the file itself. */
  key: string
  /** Of the file, from 1. */
  line: number
  message: string
}

export interface SettingsFile {
  /** As written, without the keys that were left empty. */
  value: unknown
  /** About the YAML itself, and about environment variables that are not set. */
  complaints: Complaint[]
  complain(path: Path, message: string): Complaint
}

type Environment = Record<string, string | undefined>

/**
 * Reads YAML 1.2, and each `${NAME}` in its texts from the environment. After a mistake in the YAML itself
 * nothing else is read, because whatever follows is a consequence of it.
 */
export function readSettingsFile(text: string, environment: Environment): SettingsFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const complain = (path: Path, message: string) => ({
    key: keyOf(path),
    line: lineAt(offsetOf(document, path)),
    message,
  })
  if (document.errors.length > 0) {
    const complaints = yamlComplaints(document, text, lineAt)
    return { value: undefined, complaints, complain }
  }
  const complaints: Complaint[] = []
  const value = withEnvironment(document.toJS(), environment, (path, name) => {
    complaints.push(complain(path, `names the environment variable ${name}, which is not set`))
  })
  return { value: value ?? {}, complaints, complain }
}

/** Repeated keys, and the first of the other mistakes: those after it are mostly its consequence. */
function yamlComplaints(
  { errors }: Document.Parsed,
  text: string,
  lineAt: (offset: number) => number,
): Complaint[] {
  const repeated = errors.filter(({ code }) => code === 'DUPLICATE_KEY')
  const first = errors.filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1)
  return [...repeated, ...first].map(({ code, pos }) => {
    const line = lineAt(pos[0])
    const written = text.split('\n')[line - 1] ?? ''
    return { key: '', line, message: yamlMessage(code, written) }
  })
}

function yamlMessage(code: string, line: string): string {
  if (code === 'DUPLICATE_KEY') return 'repeats a key of the same mapping'
  const quotes = line.includes('${') ? `: within { } and [ ], "\${NAME}" needs its quotes` : ''
  return `cannot be read as YAML (${code})${quotes}`
}

/** The same value with the environment's texts in it, and without what was left empty. */
function withEnvironment(
  value: unknown,
  environment: Environment,
  onUnset: (path: Path, name: string) => void,
  path: Path = [],
): unknown {
  const inner = (child: unknown, step: PropertyKey) =>
    withEnvironment(child, environment, onUnset, [...path, step])
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (written, name: string) => {
      const text = environment[name]
      if (!text) onUnset(path, name)
      return text || written
    })
  }
  if (Array.isArray(value)) return value.map(inner)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, child]) => child !== null)
  return Object.fromEntries(kept.map(([key, child]) => [key, inner(child, key)]))
}

function keyOf(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('')
}

/** The position of a key in the text, in characters; of a missing one, that of its nearest parent. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents
  let offset = 0
  for (const step of path) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, step)
    if (!child) break
    node = child.value
    offset = startOf(child.at) ?? offset
  }
  return offset
}

function childOf(node: unknown, step: PropertyKey): { value: unknown; at: unknown } | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step]
    return item === undefined ? undefined : { value: item, at: item }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
  return pair && { value: pair.value, at: pair.key }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
