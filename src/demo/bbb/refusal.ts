/** What BBB answers with `FAILED`: its key for programs, its message for people. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly key: string
  /** `errors/error/key` instead of `messageKey`, as some of BBB's older errors are written. */
  readonly nested: boolean

  constructor(key: string, message: string, nested = false) {
    super(message)
    this.key = key
    this.nested = nested
  }
}

export function noSuchMeeting(): Refusal {
  return new Refusal('notFound', 'A meeting with that ID does not exist')
}
