import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { cleanUp, postgres } from './databases.ts'

afterEach(cleanUp)

const database = sql<{ name: string }>`select current_database() as name`

test('a database is used by one test after the other, and empty for each', async () => {
  const before = await postgres().open()
  const { rows } = await database.execute(before)
  const session = { issuer: 'sso', kind: 'sid', name: 'a-session', at: 1, notedAt: 1 } as const
  await before.insertInto('endedSessions').values(session).execute()
  await cleanUp()
  const after = await postgres().open()
  expect((await database.execute(after)).rows).toEqual(rows)
  expect(await after.selectFrom('endedSessions').selectAll().execute()).toEqual([])
})

test.each([
  'drop index pins_current',
  'alter table people add column pronouns text',
  'create sequence asked',
  "update kysely_migration set name = '9999_later' where name = (select max(name) from kysely_migration)",
])('no other test gets the database after: %s', async (change) => {
  const before = await postgres().open()
  const { rows } = await database.execute(before)
  await sql.raw(change).execute(before)
  await cleanUp()
  const after = await postgres().open()
  expect((await database.execute(after)).rows).not.toEqual(rows)
})
