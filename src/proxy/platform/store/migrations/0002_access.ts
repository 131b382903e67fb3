import { type Kysely, sql } from 'kysely'

/**
 * Who may come in, explained: members by an organisation's own list, decisions that operators can look through,
 * groups that were seen, sessions that were ended, and since when an issuer does not answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('people').addColumn('suspended_at', 'bigint').execute()
  await db.schema.alterTable('people').addColumn('suspended_by', 'text').execute()
  await members(db)
  await decisions(db)
  await db.schema
    .createTable('groups_seen')
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('groups_seen_key', ['issuer', 'subject', 'name'])
    .execute()
  await db.schema.createIndex('groups_seen_by_time').on('groups_seen').column('at').execute()
  await db.schema
    .createTable('ended_sessions')
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('ended_sessions_key', ['issuer', 'kind', 'name'])
    .execute()
  await db.schema.createIndex('ended_sessions_by_time').on('ended_sessions').column('at').execute()
  await db.schema
    .createTable('issuer_states')
    .addColumn('issuer', 'text', (c) => c.primaryKey())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .execute()
}

/** The e-mails of `foyer.yaml` that were claimed are entries of the same list, which nobody signed in added. */
async function members(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('members')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('added_by', 'text', (c) => c.references('people.id'))
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addColumn('link_hash', 'text')
    .addColumn('link_until', 'bigint')
    .addColumn('issuer', 'text')
    .addColumn('subject', 'text')
    .addColumn('claimed_name', 'text')
    .addColumn('claimed_email', 'text')
    .addColumn('claimed_at', 'bigint')
    .addColumn('removed_by', 'text', (c) => c.references('people.id'))
    .addColumn('removed_at', 'bigint')
    .execute()
  // An e-mail stands once in the list of an organisation; what was removed stays as history.
  await db.schema
    .createIndex('members_current')
    .unique()
    .on('members')
    .columns(['organisation', 'email'])
    .where('removed_at' as never, 'is', null)
    .execute()
  await db.schema.createIndex('members_by_identity').on('members').columns(['issuer', 'subject']).execute()
  await db.schema.createIndex('members_by_email').on('members').column('email').execute()
  await sql`
    insert into members (id, organisation, email, added_at, issuer, subject, claimed_at)
    select organisation || ':' || email, organisation, email, claimed_at, issuer, subject, claimed_at
    from invited_emails`.execute(db)
  await db.schema.dropTable('invited_emails').execute()
}

async function decisions(db: Kysely<unknown>): Promise<void> {
  const add = () => db.schema.alterTable('decisions')
  await add().addColumn('name', 'text').execute()
  await add().addColumn('email', 'text').execute()
  await add().addColumn('id_token_claims', 'text').execute()
  await add()
    .addColumn('last_at', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  await sql`update decisions set last_at = at`.execute(db)
  await db.schema
    .createIndex('decisions_by_identity')
    .on('decisions')
    .columns(['issuer', 'subject', 'at'])
    .execute()
  await db.schema
    .createTable('decision_organisations')
    .addColumn('ref', 'text', (c) => c.notNull())
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('way', 'text')
    .addColumn('matched', 'text')
    .addPrimaryKeyConstraint('decision_organisations_key', ['ref', 'organisation'])
    .execute()
}
