import { someIssuerVouches } from '../../access/issuers.ts'
import type { OrganisationSettings, Settings } from '../../platform/settings/settings.ts'
import { count, type Finding, fine, trustIssuerForEmails, unknown, wrong } from './finding.ts'

/** There is no `foyer.yaml`. */
export function noSettings(): Finding[] {
  return [
    unknown(
      'There is no foyer.yaml here: `npm start` runs the demo, which needs no doctor.',
      'For the real thing, write a foyer.yaml in this folder (or anywhere, and name it in FOYER_CONFIG). The README has one to begin with, under "Run it for real".',
    ),
  ]
}

/** @param error as `findSettings` throws it: a sentence, and a line for each complaint */
export function wrongSettings(error: Error): Finding[] {
  const [sentence = '', ...complaints] = error.message.split('\n')
  const todo = ['Nothing else can be checked before that. docs/settings.md lists every key.']
  return [{ ok: false, what: sentence, details: complaints, todo }]
}

/** Settings that can be used, and what in them is hardly meant so. */
export function examineSettings(settings: Settings): Finding[] {
  const { organisations, signIn, servers } = settings
  return [
    fine(
      `They can be used: ${count(organisations.length, 'organisation')}, ${count(signIn.issuers.length, 'issuer')}, ${count(servers.length, 'server')}.`,
    ),
    ...nobodySignsIn(settings),
    ...organisations.flatMap(nobodyIsMember),
    ...emailsProveNothing(settings),
    ...(servers.some(({ state }) => state === 'enabled')
      ? []
      : [wrong('No server takes new meetings.', 'foyer.yaml: servers → state: enabled, for one at least')]),
  ]
}

function nobodySignsIn({ signIn }: Settings): Finding[] {
  if (signIn.issuers.some(({ state }) => state === 'active')) return []
  return [
    wrong(
      'Nobody can sign in anew: no issuer is active.',
      'foyer.yaml: signIn.issuers → state: active, for one at least',
    ),
  ]
}

/** Entries that were claimed count all the same, so that it may be meant so. */
function emailsProveNothing({ organisations, signIn }: Settings): Finding[] {
  const invited = organisations.filter(({ members }) => members.emails.length > 0)
  if (invited.length === 0 || someIssuerVouches(signIn)) return []
  const names = invited.map(({ id }) => id).join(', ')
  return [
    unknown(
      `E-mails in foyer.yaml (${names}) admit nobody new: no issuer is trusted to verify e-mails.`,
      trustIssuerForEmails,
      'or foyer.yaml: organisations → members → subjects: issuer-id:subject, in place of emails',
    ),
  ]
}

function nobodyIsMember({ id, members, administrators }: OrganisationSettings): Finding[] {
  const rules = [...members.groups, ...members.emails, ...members.subjects, ...administrators.groups]
  if (rules.length > 0) return []
  return [
    wrong(
      `Nobody can be a member of ${id}: it has no rule.`,
      `foyer.yaml: organisations → ${id} → members: { groups: [/its/group] }`,
    ),
  ]
}
