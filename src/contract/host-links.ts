import { z } from 'zod'

/** Epoch milliseconds. */
const Time = z.number().int()

/** A link that gives a host's rights in one room to whoever has it. Its secret is told once, when it is made. */
export const HostLink = z.object({
  id: z.string(),
  /** For whom it is. */
  label: z.string(),
  createdBy: z.string(),
  createdAt: Time,
  /** null: it works until it is revoked. */
  expiresAt: Time.nullable(),
  lastUsedAt: Time.nullable(),
})
export type HostLink = z.infer<typeof HostLink>

export const HostLinkList = z.object({ links: z.array(HostLink) })
export type HostLinkList = z.infer<typeof HostLinkList>

export const NewHostLink = z.strictObject({
  label: z.string().max(1000),
  /** How long it works; null: until it is revoked. */
  days: z.number().int().min(1).max(366).nullable(),
})
export type NewHostLink = z.infer<typeof NewHostLink>

/** A new link, whole. */
export const MadeHostLink = z.object({ link: HostLink, url: z.string() })
export type MadeHostLink = z.infer<typeof MadeHostLink>

/** The secret behind `#` in a host link. */
export const HostLinkSecret = z.strictObject({ secret: z.string().max(200) })
export type HostLinkSecret = z.infer<typeof HostLinkSecret>
