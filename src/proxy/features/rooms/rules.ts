import { oldAddress, ownWords } from '../../../contract/addresses.ts'
import type { RoomClosed } from '../../../contract/join.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { RoomsTable } from '../../platform/store/schema.ts'

/**
 * @throws ProblemError room_closed where the room was deleted, room_archived where it is out of the way
 */
export function assertOpenRoom({ deletedAt, archivedAt }: Closable): void {
  if (deletedAt !== null) throw new ProblemError('room_closed')
  if (archivedAt !== null) throw new ProblemError('room_archived')
}

/** Whether a room is closed, and since when; null: meetings take place in it. */
export function closedOf({ deletedAt, archivedAt }: Closable): RoomClosed | null {
  if (deletedAt !== null) return { kind: 'deleted', since: deletedAt }
  return archivedAt === null ? null : { kind: 'archived', since: archivedAt }
}

type Closable = Pick<RoomsTable, 'deletedAt' | 'archivedAt'>

/** Days during which a deleted room can be restored. */
export const restoreDays = 30

const shape = /^[a-z0-9]+(-[a-z0-9]+)*$/
const shortest = 6
const longest = 60

/** Whether a room can have this address, as far as its shape goes. */
export function isAddress(text: string): boolean {
  return text.length >= shortest && text.length <= longest && shape.test(text)
}

/**
 * An address that a person chose, as it will be kept: lower case, without outer spaces.
 * @throws ProblemError fields_invalid where its shape is wrong, address_reserved where it is one of our own
 *   words or looks like an address of Greenlight, which lead elsewhere
 */
export function chosenAddress(raw: string): string {
  const address = raw.trim().toLowerCase()
  const problem =
    address.length < shortest
      ? 'too_short'
      : address.length > longest
        ? 'too_long'
        : shape.test(address)
          ? null
          : 'characters'
  if (problem) throw new ProblemError('fields_invalid', { fields: { address: problem } })
  const words: readonly string[] = ownWords
  if (words.includes(address) || oldAddress.test(address)) throw new ProblemError('address_reserved')
  return address
}

/** Consonants that are told apart when read aloud in French and English, and make no words. */
const letters = 'bcdfghjkmpqrstvwxz'

/** A generated address, `xxxx-xxxx-xxxx`: 18¹² possibilities, so that nobody guesses a room. */
export function generatedAddress(random: Environment['random']): string {
  const drawn = Array.from(random.bytes(12), (byte) => letters[byte % letters.length])
  return [drawn.slice(0, 4), drawn.slice(4, 8), drawn.slice(8)].map((part) => part.join('')).join('-')
}

/**
 * A PIN of so many digits. It begins with 1 to 9 and is not all nines: stock BBB servers take 10000 to 99998
 * as a voice bridge.
 */
export function generatedPin(random: Environment['random'], digits: number): string {
  const least = 10 ** (digits - 1)
  const span = 9 * least - 1
  const drawn = random.bytes(6).reduce((sum, byte) => sum * 256 + byte, 0)
  return String(least + (drawn % span))
}
