import { someIssuerVouches } from '../../access/issuers.ts'
import { countUnlinked } from '../../features/recordings/unlinked.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { type OpenStore, readStore, storeExists } from '../../platform/store/database.ts'
import { tablesState } from '../../platform/store/migrate.ts'
import { postgresFacts } from '../../platform/store/postgres.ts'
import { within } from '../../platform/time/within.ts'
import {
  count,
  type DoctorEnvironment,
  type Finding,
  fine,
  trustIssuerForEmails,
  unknown,
  wrong,
} from './finding.ts'

type Place = Pick<Settings, 'database' | 'dataDir' | 'signIn' | 'servers'>

/** The database as it is: nothing is created, migrated or locked, because Foyer may be using it. */
export async function examineDatabase(place: Place, { timeout, now }: DoctorEnvironment): Promise<Finding[]> {
  if (!storeExists(place)) {
    return [
      unknown(
        `There is no database in ${place.dataDir} yet: the first start makes it.`,
        'If Foyer ran before, its data is elsewhere. foyer.yaml: dataDir: that folder',
      ),
    ]
  }
  const store = opened(place)
  if (store instanceof Error) return [unusable(place, store)]
  try {
    return await within(timeout * 2, look(place, store, now()), () => {
      throw new Error('no answer in time.')
    })
  } catch (error) {
    return [unusable(place, error)]
  } finally {
    // A connection that hangs would be waited for.
    void store.close().catch(() => {})
  }
}

function opened(place: Place): OpenStore | Error {
  try {
    return readStore(place)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

async function look(place: Place, { db }: OpenStore, at: number): Promise<Finding[]> {
  const facts = place.database === null ? null : await postgresFacts(db)
  const name = facts ? `PostgreSQL ${facts.version}` : `The embedded database in ${place.dataDir}`
  const tooOld =
    facts && facts.version < 15
      ? [wrong(`PostgreSQL ${facts.version} is too old: Foyer needs 15 or later.`, 'Upgrade PostgreSQL.')]
      : []
  const may = facts === null || facts.mayCreate
  const grant = 'PostgreSQL: GRANT CREATE, USAGE ON SCHEMA public TO the user of `database` in foyer.yaml'
  switch (await tablesState(db)) {
    case 'current':
      return [
        ...tooOld,
        fine(`${name} answers, and its tables are current.`),
        ...(await emailsWithoutProof(place, db, at)),
        ...(await unlinkedRecordings(place, db)),
      ]
    case 'none':
      return [
        ...tooOld,
        may
          ? fine(`${name} answers. It has no tables of Foyer yet: the first start makes them.`)
          : wrong(`${name} answers, but its user may not create the tables of Foyer.`, grant),
      ]
    case 'older':
      return [
        ...tooOld,
        unknown(
          `${name} answers. Its tables are of an older version of Foyer: the next start brings them up to date.`,
          'npm run backup, then restart Foyer.',
        ),
        ...(may ? [] : [wrong('Its user may not change them.', grant)]),
      ]
    case 'newer':
      return [
        ...tooOld,
        wrong(
          `${name} answers, but its tables are of a newer version of Foyer, which this one would not start with.`,
          'Run that newer version, or restore a backup from before into an empty database (npm run restore).',
        ),
      ]
  }
}

/** Players are linked only on hosts that the settings name, so that a server that was taken over leads nobody astray. */
async function unlinkedRecordings({ servers }: Place, db: OpenStore['db']): Promise<Finding[]> {
  const found = await countUnlinked(db, servers)
  return [...found].map(([server, { recordings, hosts }]) =>
    wrong(
      `${count(recordings, 'recording')} of the server "${server}" cannot be played: their players are on ${hosts.join(', ')}, which the settings do not name.`,
      `If that is right, foyer.yaml: servers → ${server} → recordingHosts: add ${hosts.join(', ')}. Within a minute after a restart they can be played.`,
    ),
  )
}

/** Open invitations and offers to an e-mail; each has a link, which works whoever vouches. */
async function emailsWithoutProof({ signIn }: Place, db: OpenStore['db'], at: number): Promise<Finding[]> {
  if (someIssuerVouches(signIn)) return []
  const entries = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('claimedAt', 'is', null)
    .where('removedAt', 'is', null)
    .where('addedBy', 'is not', null)
    .executeTakeFirstOrThrow()
  const offers = await db
    .selectFrom('roomOffers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('email', 'is not', null)
    .where('outcome', 'is', null)
    .where('until', '>', at)
    .executeTakeFirstOrThrow()
  const open = Number(entries.count) + Number(offers.count)
  if (open === 0) return []
  return [
    unknown(
      `${count(open, 'invitation to an e-mail is', 'invitations to e-mails are')} open, and no issuer is trusted to verify e-mails: only their links work.`,
      trustIssuerForEmails,
    ),
  ]
}

function unusable({ database, dataDir }: Place, error: unknown): Finding {
  const [first] = error instanceof AggregateError ? error.errors : [error]
  const reason = first instanceof Error ? first.message : String(first)
  return database === null
    ? wrong(
        `The database in ${dataDir} cannot be read: ${reason}`,
        'Check who owns the files (Foyer and this command should run as the same user), and the disk.',
      )
    : wrong(
        `PostgreSQL does not answer: ${reason}`,
        'Check `database` in foyer.yaml (host, port, name, user, password), that PostgreSQL runs, and its pg_hba.conf.',
      )
}
