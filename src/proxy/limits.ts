/*
 * How much of each resource one party may hold, in one place: whatever a stranger, a device, a member, a room or an
 * organisation could use up to the harm of others has its bound here, and a test that asks for a hundred times as much.
 */

/** What a request may bring. */
export const requestLimits = {
  /** Bytes of a body, but for files; a name of 60 graphemes fits many times. */
  bodyBytes: 64 * 1024,
  /** Bytes of all headers together: a token with 300 groups is 15 KB, Node's own limit 16 KiB (identity.md, §2). */
  headerBytes: 64 * 1024,
  /** Milliseconds for the whole of a request: 30 MB by a slow line take longer than Node's own five minutes. */
  duration: 20 * 60_000,
} as const
