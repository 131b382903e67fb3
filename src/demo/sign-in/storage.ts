import { generateKeyPairSync, type JsonWebKey, randomBytes, randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** Memory of the demo's sign-in server; it survives a restart, so that people stay signed in. */
export interface DemoStorage {
  /** Sessions, grants, codes and tokens, for oidc-provider. */
  adapter: AdapterFactory
  /** The key that signs tokens, made at the first start. */
  signingKey: JsonWebKey
  /** The key that signs cookies. */
  cookieKey: string
  close(): void
}

const tables = `
  create table if not exists entries (
    model text not null,
    id text not null,
    payload text not null,
    uid text,
    grant_id text,
    uses integer not null default 0,
    expires_at integer,
    primary key (model, id)
  );
  create index if not exists entries_by_uid on entries (model, uid);
  create index if not exists entries_by_grant on entries (model, grant_id);
  create table if not exists keys (name text primary key, value text not null);
`

/** @param file a path; `:memory:` for tests */
export function openDemoStorage(file: string): DemoStorage {
  const db = new DatabaseSync(file)
  db.exec('pragma journal_mode = wal')
  db.exec(tables)
  db.prepare('delete from entries where expires_at < ?').run(Date.now())
  return {
    adapter: (model) => createAdapter(db, model),
    signingKey: JSON.parse(keptKey(db, 'signing', newSigningKey)),
    cookieKey: keptKey(db, 'cookies', () => randomBytes(32).toString('base64url')),
    close: () => db.close(),
  }
}

function keptKey(db: DatabaseSync, name: string, make: () => string): string {
  db.prepare('insert into keys (name, value) values (?, ?) on conflict do nothing').run(name, make())
  return String(db.prepare('select value from keys where name = ?').get(name)?.value)
}

function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return JSON.stringify({
    ...privateKey.export({ format: 'jwk' }),
    kid: randomUUID(),
    use: 'sig',
    alg: 'RS256',
  })
}

/** A lost answer must not sign people out: a refresh token works twice, as Keycloak's `refreshTokenMaxReuse: 1`. */
const usesOf: Record<string, number> = { RefreshToken: 2 }

function createAdapter(db: DatabaseSync, model: string): Adapter {
  const columns =
    'select payload, uses from entries where model = ? and (expires_at is null or expires_at > ?)'
  const byId = db.prepare(`${columns} and id = ?`)
  const byUid = db.prepare(`${columns} and uid = ?`)
  const upsert = db.prepare(`
    insert into entries (model, id, payload, uid, grant_id, expires_at) values (?, ?, ?, ?, ?, ?)
    on conflict do update set payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id,
      expires_at = excluded.expires_at
  `)
  const use = db.prepare('update entries set uses = uses + 1 where model = ? and id = ?')
  const destroy = db.prepare('delete from entries where model = ? and id = ?')
  const destroyGrant = db.prepare('delete from entries where model = ? and grant_id = ?')

  return {
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? null : Date.now() + expiresIn * 1000
      upsert.run(model, id, JSON.stringify(payload), payload.uid ?? null, payload.grantId ?? null, expiresAt)
    },
    find: async (id) => readEntry(byId.get(model, Date.now(), id), model),
    findByUid: async (uid) => readEntry(byUid.get(model, Date.now(), uid), model),
    // The device flow alone has user codes, and it is switched off.
    findByUserCode: async () => undefined,
    async consume(id) {
      use.run(model, id)
    },
    async destroy(id) {
      destroy.run(model, id)
    },
    async revokeByGrantId(grantId) {
      destroyGrant.run(model, grantId)
    },
  }
}

function readEntry(row: Record<string, unknown> | undefined, model: string): AdapterPayload | undefined {
  if (!row) return undefined
  const payload: AdapterPayload = JSON.parse(String(row.payload))
  return Number(row.uses) < (usesOf[model] ?? 1) ? payload : { ...payload, consumed: true }
}
