/**
 * The headers of the demo's sign-in pages: scripts and styles from ourselves only. Their forms lead on to the
 * client, and a browser applies `form-action` to that redirect, too.
 * @param clientUris addresses of the client, of which the origins count
 */
export function pageHeaders(clientUris: readonly string[]): Record<string, string> {
  const clients = new Set(clientUris.map((uri) => new URL(uri).origin))
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ['form-action', "'self'", ...clients].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return { 'Content-Security-Policy': policy.join('; '), 'Referrer-Policy': 'same-origin' }
}
