/**
 * unreachable: no answer, or half of one. not_bbb: an answer that is not BBB's XML. refused: a readable FAILED, or
 * a call that is too long to be sent. misconfigured: the secret or the checksum algorithm is wrong, BBB does not
 * say which. busy: no answer in time, while it answers other calls: it still fetches the documents it was given.
 */
type FailureKind = 'unreachable' | 'not_bbb' | 'refused' | 'misconfigured' | 'busy'

/**
 * Whether the call reached the server. `no`: provably not, so that it may go to another server. `unknown`: it may
 * have, and may have had its effect. `yes`: BBB itself answered it, in words that say that it had no effect.
 */
export type Delivered = 'no' | 'unknown' | 'yes'

interface FailureDetails {
  kind: FailureKind
  delivered: Delivered
  /** BBB's machine-readable reason; its sentences are never read. */
  messageKey?: string | null
  late?: boolean
  httpStatus?: number | null
  cause?: Error
}

/**
 * A failure of a call to a BBB server. The message is for operators and their logs: it
 * names the call, the host and the reason, never an address with its checksum.
 */
export class BbbFailure extends Error {
  override readonly name = 'BbbFailure'
  readonly kind: FailureKind
  readonly messageKey: string | null
  readonly delivered: Delivered
  /** It was sent, and given up because no answer came in time: not refused, not cut. */
  readonly late: boolean
  /** The HTTP status of what was answered; null where nothing was. */
  readonly httpStatus: number | null

  constructor(message: string, details: FailureDetails) {
    const { kind, delivered, messageKey = null, late = false, httpStatus = null, cause } = details
    super(message, cause ? { cause } : {})
    this.kind = kind
    this.delivered = delivered
    this.late = late
    this.messageKey = messageKey
    this.httpStatus = httpStatus
  }
}

/** For `catch`: a failed call as a value; what is no failure of a call is thrown on. */
export function asFailure(failure: unknown): BbbFailure {
  if (failure instanceof BbbFailure) return failure
  throw failure
}

/** Whether the server said no, in its own words. */
export function isAnswer(failure: unknown): boolean {
  return failure instanceof BbbFailure && failure.kind === 'refused'
}

/** @param messageKey BBB's own name of the reason */
export function isRefusal(failure: unknown, messageKey: string): boolean {
  return failure instanceof BbbFailure && failure.kind === 'refused' && failure.messageKey === messageKey
}

/** Whether nothing came in time, so that the call may have had its effect. */
export function isLate(failure: unknown): failure is BbbFailure {
  return failure instanceof BbbFailure && failure.late
}

/** @returns null where the server says that it does not have the meeting */
export async function unlessNotFound<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (failure) {
    if (isRefusal(failure, 'notFound')) return null
    throw failure
  }
}
