import { doorLimits } from '../limits.ts'
import { ProblemError } from '../problem.ts'

/** Who opens an event stream. */
export interface StreamHolder {
  /** One for each press of Join, however often its ticket is sealed anew. */
  ticket: string
  /** The guest's userID of their device in the room. */
  device: string
  /** null: it says nothing of who it is. */
  address: string | null
}

/** How many event streams one ticket, device and address hold at this process. */
export interface Streams {
  /** @throws ProblemError too_busy, where the address, or the process, holds as many as it may */
  expectPlace(address: string | null): void
  /**
   * Holds a stream; the one before of the same ticket, and the oldest of a device that has too many, are replaced.
   * @param replaced called when a newer stream takes the place of this one
   * @returns gives the place back
   */
  hold(holder: StreamHolder, replaced: () => void): () => void
}

interface Held extends StreamHolder {
  replaced: () => void
}

export function createStreams(): Streams {
  const held = new Set<Held>()
  const byTicket = new Map<string, Held>()
  const byDevice = new Map<string, Set<Held>>()
  const byAddress = new Map<string, number>()

  function release(one: Held): void {
    if (!held.delete(one)) return
    if (byTicket.get(one.ticket) === one) byTicket.delete(one.ticket)
    const ofDevice = byDevice.get(one.device)
    ofDevice?.delete(one)
    if (ofDevice?.size === 0) byDevice.delete(one.device)
    if (one.address === null) return
    const left = (byAddress.get(one.address) ?? 0) - 1
    if (left > 0) byAddress.set(one.address, left)
    else byAddress.delete(one.address)
  }

  function replace(one: Held | undefined): void {
    if (!one) return
    release(one)
    one.replaced()
  }

  return {
    expectPlace(address) {
      const ofAddress = address === null ? 0 : (byAddress.get(address) ?? 0)
      if (held.size < doorLimits.streams && ofAddress < doorLimits.streamsPerAddress) return
      throw new ProblemError('too_busy', { retryAfter: 15 })
    },
    hold(holder, replaced) {
      const one = { ...holder, replaced }
      replace(byTicket.get(holder.ticket))
      const ofDevice = byDevice.get(holder.device)
      const [oldest] = ofDevice ?? []
      if (ofDevice && ofDevice.size >= doorLimits.streamsPerDevice) replace(oldest)
      held.add(one)
      byTicket.set(one.ticket, one)
      byDevice.set(one.device, (byDevice.get(one.device) ?? new Set()).add(one))
      if (one.address !== null) byAddress.set(one.address, (byAddress.get(one.address) ?? 0) + 1)
      return () => release(one)
    },
  }
}
