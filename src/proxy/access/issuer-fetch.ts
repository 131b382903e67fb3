import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'

const timeout = 5_000
const mostBytes = 1024 * 1024

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })

/** Public keys only: whatever else an issuer publishes by mistake never enters our memory or our table. */
const PublicKey = z.object({
  kty: z.enum(['RSA', 'EC']),
  kid: z.string().exactOptional(),
  alg: z.string().exactOptional(),
  use: z.string().exactOptional(),
  key_ops: z.array(z.string()).exactOptional(),
  n: z.string().exactOptional(),
  e: z.string().exactOptional(),
  crv: z.string().exactOptional(),
  x: z.string().exactOptional(),
  y: z.string().exactOptional(),
})
const AnyKeys = z.object({ keys: z.array(z.unknown()).max(100) })

/**
 * The signing keys that an issuer publishes (OpenID Connect Discovery 1.0, RFC 7517).
 * @param issuer the issuer's identifier, as its tokens carry it
 * @param signal ends the fetch; it also ends by itself after 5 seconds
 * @throws Error where the issuer does not answer, is another than it should be, or has no key for us
 */
export async function fetchIssuerKeys(
  issuer: string,
  ask: typeof fetch,
  signal: AbortSignal,
): Promise<JSONWebKeySet> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
  const discovery = Discovery.parse(await fetchJson(discoveryAddress(issuer), ask, limited))
  if (discovery.issuer !== issuer) throw new Error(`discovery names another issuer: ${discovery.issuer}`)
  if (issuer.startsWith('https:') && !discovery.jwks_uri.startsWith('https:')) {
    throw new Error('discovery leads to keys without TLS')
  }
  return readKeys(await fetchJson(discovery.jwks_uri, ask, limited))
}

/** The published keys that are of a kind we accept. @throws Error where none is */
export function readKeys(published: unknown): JSONWebKeySet {
  const keys = AnyKeys.parse(published).keys.flatMap((raw) => {
    const key = PublicKey.safeParse(raw)
    return key.success && key.data.use !== 'enc' ? [key.data] : []
  })
  if (keys.length === 0) throw new Error('the issuer publishes no key that can sign for us')
  return { keys }
}

function discoveryAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

async function fetchJson(address: string, ask: typeof fetch, signal: AbortSignal): Promise<unknown> {
  const headers = { Accept: 'application/json' }
  const answer = await ask(address, { headers, redirect: 'error', signal })
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new Error(`${address} answered ${answer.status}`)
  }
  return JSON.parse(await readText(answer))
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) throw new Error('the answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
