/** A result of one check. */
export interface Finding {
  /** null: it cannot be seen from here, or whether it is meant so only the operator knows. */
  ok: boolean | null
  /** A sentence. */
  what: string
  /** Details, a line each. */
  details?: readonly string[]
  /** Changes to make and where, a line each; none where nothing is to be done. */
  todo?: readonly string[]
}

/** The findings about one thing. */
export interface Group {
  title: string
  findings: Finding[]
}

/** The outside world of the checks. */
export interface DoctorEnvironment {
  fetch: typeof fetch
  /** Epoch milliseconds. */
  now: () => number
  /** Milliseconds for one question; there are at most two in a row, and a database has as long. */
  timeout: number
}

export function fine(what: string, details: readonly string[] = []): Finding {
  return { ok: true, what, details }
}

export function wrong(what: string, ...todo: string[]): Finding {
  return { ok: false, what, todo }
}

export function unknown(what: string, ...todo: string[]): Finding {
  return { ok: null, what, todo }
}

/** `1 server`, `2 servers`; other words than these need both forms. */
export function count(number: number, one: string, several = `${one}s`): string {
  return `${number} ${number === 1 ? one : several}`
}

/** The remedy where e-mails prove nothing. */
export const trustIssuerForEmails =
  'foyer.yaml: signIn.issuers → vouchesForEmail: true, where nobody can have an e-mail marked verified that is not theirs'
