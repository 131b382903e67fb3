import { ConnectionProblem } from '../../bbb/connection.ts'
import { asFailure, BbbFailure } from '../../bbb/failure.ts'
import type { MeetingList } from '../../bbb/meeting.ts'
import { type BbbServer, createBbbServer } from '../../bbb/server.ts'
import type { ChecksumAlgorithm } from '../../bbb/sign.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { isReachable } from './addresses.ts'
import { silence } from './ask.ts'
import { count, type DoctorEnvironment, type Finding, fine, unknown, wrong } from './finding.ts'

type Server = Settings['servers'][number]

const algorithms: readonly ChecksumAlgorithm[] = ['sha256', 'sha1', 'sha384', 'sha512']

/** A BBB server, by a signed call that changes nothing. */
export async function examineServer(
  server: Server,
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  parts: DoctorEnvironment,
): Promise<Finding[]> {
  if (server.state === 'disabled') return [fine('Not asked: it is disabled in the settings.')]
  const bbb = clientOf(server, server.checksum, parts)
  const [meetings, version] = await Promise.all([
    bbb.meetings().catch(asFailure),
    bbb.version().catch(() => null),
  ])
  if (meetings instanceof BbbFailure) {
    const isListAlone = await bbb.meeting('foyer-doctor').then(
      () => true,
      () => false,
    )
    return [isListAlone ? missingList(meetings) : await explain(meetings, server, parts)]
  }
  const draining = server.state === 'draining' ? ' It takes no new meetings (draining).' : ''
  const named = version === null ? '' : ` ${version}`
  return [
    fine(
      `BigBlueButton${named} answers signed calls (${count(meetings.meetings.length, 'meeting')} now).${draining}`,
    ),
    ...unreadable(meetings),
    ...callback(server, publicUrl),
  ]
}

function clientOf(
  server: Server,
  checksum: ChecksumAlgorithm,
  { fetch, timeout }: DoctorEnvironment,
): BbbServer {
  const { url, secret } = server
  // Nothing is created, so that no password of a meeting is ever derived.
  return createBbbServer({ url, secret, checksum, passwordKey: '', fetch, limits: { read: timeout } })
}

async function explain(failure: BbbFailure, server: Server, parts: DoctorEnvironment): Promise<Finding> {
  const { host } = new URL(server.url)
  const reason = failure.cause instanceof Error ? failure.cause.message : ''
  switch (failure.kind) {
    case 'unreachable':
    case 'busy': {
      const code = failure.cause instanceof ConnectionProblem ? reason : 'TimeoutError'
      const { why, todo } = silence(code, host)
      return wrong(`It cannot be reached: ${why}.`, todo)
    }
    case 'not_bbb':
      return wrong(
        `${host} answers, but not as BigBlueButton does: ${reason}.`,
        `On the server: bbb-conf --secret prints its URL, for foyer.yaml: servers → ${server.id} → url. A balancer has its own.`,
        'If the address is right: bbb-conf --status, on the server, says whether BigBlueButton itself runs.',
      )
    case 'misconfigured':
      return await explainChecksum(server, parts)
    case 'refused':
      return wrong(
        `It refuses the call: ${failure.messageKey ?? 'without a reason'}.`,
        'See the log of the server (/var/log/bigbluebutton/bbb-web.log), or of the balancer in front of it.',
      )
  }
}

/** It answers other signed calls: Foyer asks it about each of its meetings, and goes on. */
function missingList(failure: BbbFailure): Finding {
  if (failure.kind === 'not_bbb' && failure.httpStatus === 200) {
    const reason = failure.cause instanceof Error ? failure.cause.message : ''
    return wrong(
      `It answers, but its list of meetings cannot be read: ${reason}. Foyer asks it about each of its own meetings.`,
      'Find the front-end that sends odd names to this server, in userdata parameters above all; the trouble ends with its meeting.',
    )
  }
  const reason =
    failure.messageKey ?? (failure.httpStatus ? `HTTP status ${failure.httpStatus}` : 'no answer in time')
  return wrong(
    `It answers, but not with its list of meetings: ${reason}. Foyer asks it about each of its own meetings.`,
    'If it is a balancer: one of the machines behind it does not work. See its log, and take that machine out.',
  )
}

/** Meetings of other front-ends of the same server can be odd; ours are read all the same. */
function unreadable({ unreadable: odd }: MeetingList): Finding[] {
  if (odd.length === 0) return []
  const details = odd
    .slice(0, 5)
    .map(({ meetingId, reason }) => `${meetingId?.slice(0, 100) ?? 'one without an id'}: ${reason}`)
  const what = `${count(odd.length, 'meeting')} in its list cannot be read: skipped (other front-ends may use it, too).`
  return [{ ok: null, what, details }]
}

/** BBB answers a wrong secret and a wrong algorithm alike; trying the others tells them apart. */
async function explainChecksum(server: Server, parts: DoctorEnvironment): Promise<Finding> {
  const others = algorithms.filter((algorithm) => algorithm !== server.checksum)
  const tried = await Promise.all(
    others.map((algorithm) =>
      clientOf(server, algorithm, parts)
        .meetings()
        .then(
          () => algorithm,
          () => null,
        ),
    ),
  )
  const right = tried.find((algorithm) => algorithm !== null)
  return right
    ? wrong(
        `It does not take ${server.checksum}; the secret is right.`,
        `foyer.yaml: servers → ${server.id} → checksum: ${right}`,
      )
    : wrong(
        'The secret is not its own (no checksum algorithm is accepted with it).',
        `On the server: bbb-conf --secret prints the Secret, for foyer.yaml: servers → ${server.id} → secret (or the environment variable that it names). A balancer has its own.`,
      )
}

/** The server calls back when a recording is ready. Nothing here can try that: the address is judged by its form. */
function callback({ url }: Server, publicUrl: string): Finding[] {
  if (isReachable(publicUrl, url) === true) return []
  return [
    unknown(
      `It can hardly reach ${publicUrl} (publicUrl) to say that a recording is ready: recordings then appear up to a minute later.`,
      'foyer.yaml: publicUrl: an address that the server reaches as well',
    ),
  ]
}
