import { Refusal } from './refusal.ts'

/**
 * The parameters of a call, checked as BBB's own constraints check them. An empty value counts as none.
 * Source: bbb-common-web, org.bigbluebutton.api.model
 */
export class Parameters {
  readonly #query: URLSearchParams

  constructor(query: URLSearchParams) {
    this.#query = query
  }

  text(name: string): string | null {
    return sanitized(this.#query.get(name) ?? '') || null
  }

  flag(name: string, message: string): boolean | null {
    const text = this.text(name)?.toLowerCase()
    if (text === undefined) return null
    if (text !== 'true' && text !== 'false') throw new Refusal('validationError', message)
    return text === 'true'
  }

  /** Digits as they were sent: a voice bridge may begin with 0. */
  digits(name: string, message: string): string | null {
    const text = this.text(name)
    if (text !== null && !/^\d+$/.test(text)) throw new Refusal('validationError', message)
    return text
  }

  /** A number; anything else counts as 0, which is "no limit" everywhere. */
  count(name: string): number {
    const text = this.text(name) ?? ''
    return /^\d{1,9}$/.test(text) ? Number(text) : 0
  }

  /** Sent once, in several parameters, or as a list with commas. */
  list(name: string): string[] {
    return this.#query
      .getAll(name)
      .flatMap((value) => value.split(','))
      .map(sanitized)
      .filter((value) => value !== '')
  }

  /** @param most characters that it may have */
  meetingId(most = 256): string {
    const sent = this.#query.get('meetingID') ?? ''
    if (sent === '') throw new Refusal('emptyError', 'You must provide a meeting ID')
    if (sent.length < 2 || sent.length > most) {
      throw new Refusal('sizeError', `Meeting ID must be between 2 and ${most} characters`)
    }
    if (sent.includes(',')) throw new Refusal('validationError', "Meeting ID cannot contain ','")
    if (sent !== sanitized(sent)) throw new Refusal('validationError', 'Invalid meeting ID')
    return sent
  }

  meetingName(): string {
    const name = this.text('name')
    if (name === null) throw new Refusal('emptyError', 'You must provide a meeting name')
    if (name.length < 2 || name.length > 256) {
      throw new Refusal('sizeError', 'Meeting name must be between 2 and 256 characters')
    }
    return name
  }

  password(name: string): string | null {
    const password = this.text(name)
    if (password !== null && (password.length < 2 || password.length > 64)) {
      throw new Refusal('sizeError', 'Password must be between 8 and 20 characters')
    }
    return password
  }

  /** Everything sent under `meta_`: BBB lower-cases the names, and drops those it cannot write as an element. */
  metadata(): [name: string, value: string][] {
    const named = this.#prefixed('meta_').filter(([name]) => /^[a-zA-Z][a-zA-Z0-9-]*$/.test(name))
    return [...new Map(named.map(([name, value]) => [name.toLowerCase(), value]))]
  }

  userData(): [name: string, value: string][] {
    return [...new Map(this.#prefixed('userdata-'))]
  }

  #prefixed(prefix: string): [string, string][] {
    return [...this.#query]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), sanitized(value)])
  }
}

function sanitized(text: string): string {
  return text.replace(/\p{Cc}/gu, '').trim()
}
