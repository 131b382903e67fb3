import { createHash } from 'node:crypto'
import type { Persona } from './persona.ts'
import { Refusal } from './refusal.ts'

/**
 * Refuses a call whose checksum is not that of its literal query.
 * @param query what follows the question mark, character by character
 * @throws Refusal checksumError
 * Source: https://docs.bigbluebutton.org/development/api/#api-security-model
 */
export function verifyChecksum(call: string, query: string, secret: string, persona: Persona): void {
  const pairs = query.split('&')
  const checksums = pairs.filter((pair) => pair.startsWith('checksum='))
  const given = checksums[0]?.slice('checksum='.length)
  if (!given) throw new Refusal('checksumError', 'You must provide the checksum')
  const signed = pairs.filter((pair) => !pair.startsWith('checksum=')).join('&')
  const hash = persona.checksums[given.length]
  const expected = hash && createHash(hash).update(`${call}${signed}${secret}`).digest('hex')
  if (checksums.length > 1 || given !== expected) {
    throw new Refusal('checksumError', 'Checksums do not match')
  }
}
