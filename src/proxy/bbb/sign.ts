import { hash } from 'node:crypto'
import { BbbFailure } from './failure.ts'

/** As the server is set up; a wrong one is answered like a wrong secret. */
export type ChecksumAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** The part of a server that signing needs. */
interface Signer {
  /** The address before the names of its calls, as `apiAddress` gives it. */
  address: string
  secret: string
  checksum: ChecksumAlgorithm
}

/** Proxies and servers on the way cut or refuse longer ones, each in its own way. */
const urlLimit = 4000

/**
 * The checksum over a literal query, character by character as it is sent.
 * Source: https://docs.bigbluebutton.org/development/api/#api-security-model
 */
export function checksumOf(
  call: string,
  query: string,
  secret: string,
  algorithm: ChecksumAlgorithm,
): string {
  return hash(algorithm, call + query + secret)
}

/**
 * The whole address of a call. The query is one string that is hashed and then sent: URLSearchParams escapes
 * everything that the parsing of an address would rewrite, the apostrophe of O'Hara among it.
 * @param call BBB's name of it, for instance `getMeetings`
 * @param parameters in the order in which they are sent
 * @throws BbbFailure refused, never sent: the address would have 4,000 characters or more
 */
export function signedUrl(signer: Signer, call: string, parameters: [name: string, value: string][]): string {
  const url = written(signer, call, parameters)
  refuseTooLong(call, url, parameters)
  if (new URL(url).href !== url)
    throw new Error(`The signed address of ${call} would be rewritten on its way`)
  return url
}

/**
 * By how many characters the address of a call is too long; 0: it can be sent.
 * @param most characters that it may have
 */
export function excessOf(
  signer: Signer,
  call: string,
  parameters: [name: string, value: string][],
  most = urlLimit - 1,
): number {
  return Math.max(0, written(signer, call, parameters).length - most)
}

function written(signer: Signer, call: string, parameters: [name: string, value: string][]): string {
  const query = new URLSearchParams(parameters).toString()
  const checksum = checksumOf(call, query, signer.secret, signer.checksum)
  return `${signer.address}${call}?${query}${query && '&'}checksum=${checksum}`
}

function refuseTooLong(call: string, url: string, parameters: [string, string][]): void {
  if (url.length < urlLimit) return
  const [longest] = parameters.toSorted(([, a], [, b]) => b.length - a.length)
  throw new BbbFailure(
    `${call}: its address would have ${url.length} characters, the limit is ${urlLimit - 1}; ` +
      `the longest parameter is "${longest?.[0]}"`,
    { kind: 'refused', delivered: 'no' },
  )
}
