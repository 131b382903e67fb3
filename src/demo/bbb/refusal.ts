/** A `FAILED` answer of BBB: its key for programs, its message for people. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly key: string
  /** `errors/error/key` instead of `messageKey`, as some of BBB's older errors are written. */
  readonly nested: boolean
  /** The HTTP status, where it is not the usual one of the server. */
  readonly status: number | null

  constructor(key: string, message: string, how: { nested?: boolean; status?: number } = {}) {
    super(message)
    this.key = key
    this.nested = how.nested ?? false
    this.status = how.status ?? null
  }
}

export function noSuchMeeting(): Refusal {
  return new Refusal('notFound', 'A meeting with that ID does not exist')
}
