import { z } from 'zod'
import { LocalText } from './languages.ts'
import { Act, MembershipWay } from './me.ts'

const Time = z.number().int()

/** An entry in an organisation's own list of members. */
export const ListedMember = z.object({
  id: z.string(),
  email: z.string(),
  added: Act,
  /** The person who took up the invitation, and when; null: nobody yet. */
  claimed: z.object({ name: z.string(), email: z.string().nullable(), at: Time }).nullable(),
  /** Until when its link works, while nobody has taken it up. */
  linkUntil: Time.nullable(),
})
export type ListedMember = z.infer<typeof ListedMember>

/** A member as they were last seen: their sign-in met a rule of the organisation. */
export const SeenMember = z.object({
  name: z.string(),
  email: z.string().nullable(),
  way: MembershipWay,
  /** The group, e-mail or subject that matched. */
  matched: z.string(),
  seenAt: Time,
})
export type SeenMember = z.infer<typeof SeenMember>

/** One change of the list. */
export const MemberChange = z.object({
  kind: z.enum(['added', 'claimed', 'removed']),
  email: z.string(),
  by: z.string().nullable(),
  at: Time,
})
export type MemberChange = z.infer<typeof MemberChange>

export const Organisation = z.object({
  id: z.string(),
  name: LocalText,
  /** Rules of `foyer.yaml`, which only the operators change. */
  rules: z.object({
    groups: z.array(z.string()),
    emails: z.array(z.string()),
    subjects: z.array(z.string()),
    administratorGroups: z.array(z.string()),
  }),
  listed: z.array(ListedMember),
  /** In the last 90 days. */
  seen: z.array(SeenMember),
  /** The newest first. */
  changes: z.array(MemberChange),
})
export type Organisation = z.infer<typeof Organisation>

export const NewMember = z.strictObject({ email: z.string().max(1000) })
export type NewMember = z.infer<typeof NewMember>

/** The link is shown once: only its hash is kept. */
export const MemberLink = z.object({ member: ListedMember, link: z.string() })
export type MemberLink = z.infer<typeof MemberLink>

/** `accept: false` only reads what the link offers. */
export const AcceptRequest = z.strictObject({ secret: z.string().max(200), accept: z.boolean() })
export type AcceptRequest = z.infer<typeof AcceptRequest>

export const AcceptAnswer = z.object({
  organisation: z.object({ id: z.string(), name: LocalText }),
  email: z.string(),
  /** mine: this identity has taken it up already. */
  state: z.enum(['open', 'mine']),
})
export type AcceptAnswer = z.infer<typeof AcceptAnswer>
