import { joinLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'

/** Opener of an event stream. */
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
  /**
   * Takes the place that a returning guest holds, also where no other is free.
   * @throws ProblemError too_busy, where the address, or the process, holds as many as it may
   */
  expectPlace(holder: StreamHolder): void
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

  /** The one before of the same ticket, and the oldest of the device where it has too many beside. */
  function replacedBy({ ticket, device }: StreamHolder): Held[] {
    const before = byTicket.get(ticket)
    const others = [...(byDevice.get(device) ?? [])].filter((one) => one !== before)
    const surplus = others.slice(0, Math.max(0, others.length + 1 - joinLimits.streamsPerDevice))
    return before ? [before, ...surplus] : surplus
  }

  function replace(one: Held): void {
    release(one)
    one.replaced()
  }

  return {
    expectPlace(holder) {
      const { address } = holder
      const old = replacedBy(holder)
      const ofAddress = address === null ? 0 : (byAddress.get(address) ?? 0)
      const givenBack = address === null ? 0 : old.filter((one) => one.address === address).length
      const isFree = held.size - old.length < joinLimits.streams
      if (isFree && ofAddress - givenBack < joinLimits.streamsPerAddress) return
      throw new ProblemError('too_busy', { retryAfter: 15 })
    },
    hold(holder, replaced) {
      const one = { ...holder, replaced }
      for (const old of replacedBy(holder)) replace(old)
      held.add(one)
      byTicket.set(one.ticket, one)
      byDevice.set(one.device, (byDevice.get(one.device) ?? new Set()).add(one))
      if (one.address !== null) byAddress.set(one.address, (byAddress.get(one.address) ?? 0) + 1)
      return () => release(one)
    },
  }
}
