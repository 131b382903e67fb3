import type { Context } from 'hono'
import type { Who } from '../../access/entry-rights.ts'
import { isSuspended } from '../../access/people.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { addressReader, subscriberIn } from '../../platform/http/address.ts'
import { isKnownDevice } from '../../platform/http/device.ts'
import { isMember } from '../../platform/http/member-cookie.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { Passes } from './passes.ts'
import type { Ticket } from './tickets.ts'
import { memberNow, type Visitor, type Visitors } from './visitors.ts'

/** The person who shows a ticket. */
export interface Holder {
  visitor: Visitor
  /** The ticket as it counts in these hands. */
  ticket: Ticket
  /** The guest's userID of their device in this room, also where they are a member. */
  device: string
  from: From
}

/** The source of a request, for limits. */
export interface From {
  /** null: it says nothing of who it is. */
  address: string | null
  /** The device was here before. */
  isKnown: boolean
}

/**
 * A ticket stands in an address, which gets copied: alone it says no more than a name. That its bearer is a member,
 * gave the code and accepted the notice counts where the cookies of the request prove that it is theirs.
 */
export interface Holders {
  /**
   * @param device the guest's userID that the request's device has in this room
   * @returns null: whoever came to wait with it was suspended since, and it counts for nobody
   */
  of(c: Context, room: RoomRow, ticket: Ticket, device: string): Promise<Holder | null>
  from(c: Context): Promise<From>
}

export function createHolders(
  { settings, store }: Pick<Environment, 'settings' | 'store'>,
  { passes, visitors }: { passes: Passes; visitors: Visitors },
): Holders {
  const addressOf = addressReader(settings)

  /** A pass proves who somebody is for as long as it lasts; what lets them in is looked up now. */
  async function ownerOf(c: Context, room: RoomRow, { member }: Ticket): Promise<Who | null> {
    const { who } = await passes.read(c, room)
    const isTheirs = who?.kind === 'member' && who.person === member && isMember(c)
    return isTheirs ? await memberNow(store, settings, room, who) : null
  }

  async function from(c: Context): Promise<From> {
    return { address: subscriberIn(addressOf(c)), isKnown: await isKnownDevice(c, { settings }) }
  }

  return {
    from,
    async of(c, room, ticket, device) {
      if (ticket.member !== null && (await isSuspended(store, ticket.member))) return null
      const now = await visitors.of(c, room)
      const owner = ticket.member === null ? null : await ownerOf(c, room, ticket)
      const isOwner = owner !== null || ticket.userId === device
      const who = owner !== null && now.who.kind === 'guest' ? owner : now.who
      const member = who.kind === 'member' && who.admitted ? who.person : null
      const code = now.code ?? (isOwner ? ticket.code : null)
      const consent = isOwner && ticket.consent
      return {
        visitor: { who, code },
        ticket: { ...ticket, userId: member ?? device, member, code, consent },
        device,
        from: await from(c),
      }
    },
  }
}
