import type { Context } from 'hono'
import type { ListedMember, MemberChange } from '../../../contract/organisations.ts'
import type { Access } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { addressReader } from '../../platform/http/address.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Attempts } from '../../platform/limits/attempts.ts'
import { ProblemError } from '../../platform/problem.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import type { MemberRow, Members } from './members.ts'
import { membersSeen } from './seen.ts'

interface OrganisationServices {
  access: Access
  members: Members
  attempts: Attempts
}

/** Calls for an organisation's administrators. */
export function organisationRoutes(env: Environment, { access, members, attempts }: OrganisationServices) {
  const { settings } = env
  const addressOf = addressReader(settings)

  /** A wrong secret of an invitation counts as a try to guess one. */
  async function guarded<Answer>(
    c: Context,
    organisation: string,
    take: () => Promise<Answer>,
  ): Promise<Answer> {
    const what = { place: `invitation:${organisation}` as const, address: addressOf(c) }
    const answer = await attempts.judge(what, () =>
      take().catch((problem) => {
        if (problem instanceof ProblemError && problem.code === 'invitation_invalid') return null
        throw problem
      }),
    )
    if (answer === null) throw new ProblemError('invitation_invalid')
    return answer
  }

  async function entry(organisation: string, id: string): Promise<ListedMember> {
    const row = (await members.of(organisation)).find((candidate) => candidate.id === id)
    if (!row) throw new ProblemError('member_unknown')
    return shownMember(row)
  }

  /** The secret stands behind `#`, so that no log and no `Referer` ever has it. */
  function linkOf(organisation: string, secret: string): string {
    return `${settings.publicUrl}/organisations/${organisation}/accept#${secret}`
  }

  return handle({
    'organisations.get': async ({ c, path }) => {
      const { id } = path
      await access.administrator(c.req.raw, id)
      const organisation = organisationOf(settings, id)
      if (!organisation) throw new ProblemError('organisation_unknown')
      const rows = await members.of(id)
      const { groups, emails, subjects } = organisation.members
      return {
        id,
        name: organisation.name,
        rules: { groups, emails, subjects, administratorGroups: organisation.administrators.groups },
        listed: rows.filter(({ removedAt }) => removedAt === null).map(shownMember),
        seen: await membersSeen(env, id),
        changes: rows.flatMap(changesOf).sort((one, other) => other.at - one.at),
      }
    },

    'members.add': async ({ c, path, body }) => {
      const { id } = path
      const person = await access.administrator(c.req.raw, id)
      const added = await members.add(id, body.email, person.id)
      return { member: await entry(id, added.id), link: linkOf(id, added.secret) }
    },

    'members.link': async ({ c, path }) => {
      const { id, member } = path
      await access.administrator(c.req.raw, id)
      const renewed = await members.renewLink(id, member)
      return { member: await entry(id, member), link: linkOf(id, renewed.secret) }
    },

    'members.remove': async ({ c, path }) => {
      const { id, member } = path
      const person = await access.administrator(c.req.raw, id)
      await members.remove(id, member, person.id)
    },

    'organisations.accept': async ({ c, path, body }) => {
      const { id } = path
      const { secret, accept } = body
      const who = await access.signedIn(c.req.raw)
      const organisation = organisationOf(settings, id)
      if (!organisation) throw new ProblemError('invitation_invalid')
      const name = { id, name: organisation.name }
      if (accept) {
        const { email } = await guarded(c, id, () => members.accept(id, secret, who))
        return { organisation: name, email, state: 'mine' as const }
      }
      const { email, state } = await guarded(c, id, () => members.offered(id, secret, who))
      return { organisation: name, email, state }
    },
  })
}

function shownMember(row: MemberRow): ListedMember {
  return {
    id: row.id,
    email: row.email,
    added: { by: row.addedName, at: row.addedAt },
    claimed:
      row.claimedAt === null
        ? null
        : { name: row.claimedName ?? row.email, email: row.claimedEmail, at: row.claimedAt },
    linkUntil: row.linkUntil,
  }
}

/** The history of an entry is in its columns: who did what, and when. */
function changesOf(row: MemberRow): MemberChange[] {
  const { email } = row
  const added = { kind: 'added' as const, email, by: row.addedName, at: row.addedAt }
  const claimed =
    row.claimedAt === null
      ? []
      : [{ kind: 'claimed' as const, email, by: row.claimedName, at: row.claimedAt }]
  const removed =
    row.removedAt === null
      ? []
      : [{ kind: 'removed' as const, email, by: row.removedName, at: row.removedAt }]
  return [...(row.addedBy === null ? [] : [added]), ...claimed, ...removed]
}
