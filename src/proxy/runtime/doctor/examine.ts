import type { Settings } from '../../platform/settings/settings.ts'
import { examineDatabase } from './database.ts'
import { type DoctorEnvironment, type Finding, type Group, unknown } from './finding.ts'
import { examineIssuer } from './issuer.ts'
import { examineServer } from './servers.ts'
import { examineSettings, noSettings, wrongSettings } from './settings.ts'
import { examineToken } from './token.ts'

/**
 * Everything that can be seen from outside, all at once: whatever is dead costs its own time only.
 * @param found the settings; null where there are none, an error where they cannot be used
 * @param handedIn the text on standard input that holds a token; null where none was announced
 */
export async function examine(
  found: Settings | Error | null,
  handedIn: string | null,
  parts: DoctorEnvironment,
): Promise<Group[]> {
  if (found === null || found instanceof Error) {
    const findings = found ? wrongSettings(found) : noSettings()
    return [{ title: 'Settings', findings }, ...(handedIn === null ? [] : [unjudgedToken()])]
  }
  return await Promise.all([
    group('Settings', examineSettings(found)),
    group('Database', examineDatabase(found, parts)),
    ...found.signIn.issuers.map((issuer) =>
      group(`Sign-in "${issuer.id}" (${issuer.issuer})`, examineIssuer(issuer, found, parts)),
    ),
    ...found.servers.map((server) =>
      group(`Server "${server.id}" (${server.url})`, examineServer(server, found, parts)),
    ),
    ...(handedIn === null ? [] : [group('Token', examineToken(handedIn, found, parts))]),
  ])
}

async function group(title: string, findings: Finding[] | Promise<Finding[]>): Promise<Group> {
  return { title, findings: await findings }
}

function unjudgedToken(): Group {
  const finding = unknown('A token can be judged only by settings.', 'Write a foyer.yaml first.')
  return { title: 'Token', findings: [finding] }
}
