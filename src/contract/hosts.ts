import { z } from 'zod'
import { LocalText } from './languages.ts'
import { Act } from './me.ts'

const Time = z.number().int()

/** A host besides the room's owner. `id` is the person's. */
export const CoHost = z.object({ id: z.string(), name: z.string(), isMe: z.boolean(), added: Act })
export type CoHost = z.infer<typeof CoHost>

/** host: to become co-host. transfer: to take the room over. */
export const OfferKind = z.enum(['host', 'transfer'])
export type OfferKind = z.infer<typeof OfferKind>

/** An offer without an answer yet. `to` is an e-mail, or a person's name. */
export const RoomOffer = z.object({
  id: z.string(),
  kind: OfferKind,
  to: z.string(),
  made: Act,
  until: Time,
})
export type RoomOffer = z.infer<typeof RoomOffer>

export const RoomHosts = z.object({
  hosts: z.array(CoHost),
  /** For whoever manages the room; for others none. */
  offers: z.array(RoomOffer),
  /** Members of the room's organisation who signed in lately: for whoever manages the room and is one of them. */
  members: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type RoomHosts = z.infer<typeof RoomHosts>

const ByEmail = z.strictObject({ email: z.string().max(1000) })
const ByPerson = z.strictObject({ person: z.string().max(100) })

/** By e-mail they are invited; a member of the room's organisation is co-host at once. */
export const NewHost = z.union([ByEmail, ByPerson])
export type NewHost = z.infer<typeof NewHost>

/** A person must accept; the organisation has the room at once. */
export const Transfer = z.union([ByEmail, ByPerson, z.strictObject({ organisation: z.literal(true) })])
export type Transfer = z.infer<typeof Transfer>

/** The link is shown once: only its hash is kept. null: none was made. */
export const HostsAnswer = z.object({
  hosts: RoomHosts,
  offer: RoomOffer.nullable(),
  link: z.string().nullable(),
})
export type HostsAnswer = z.infer<typeof HostsAnswer>

/** An offer as whoever it is for sees it. */
export const OfferedRoom = z.object({
  id: z.string(),
  kind: OfferKind,
  room: z.object({ address: z.string(), name: z.string() }),
  by: z.string(),
  until: Time,
  /** The organisation whose limits and servers will apply. */
  organisation: LocalText,
  /** mine: they have it already. */
  state: z.enum(['open', 'mine']),
})
export type OfferedRoom = z.infer<typeof OfferedRoom>

/** `accept: false` only reads what the link offers. */
export const OfferLink = z.strictObject({ secret: z.string().max(200), accept: z.boolean() })
export type OfferLink = z.infer<typeof OfferLink>

/** `accept: false` declines. */
export const OfferReply = z.strictObject({ accept: z.boolean() })
export type OfferReply = z.infer<typeof OfferReply>

export const Favourite = z.strictObject({ favourite: z.boolean() })
export type Favourite = z.infer<typeof Favourite>
