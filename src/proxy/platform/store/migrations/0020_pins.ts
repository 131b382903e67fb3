import type { Kysely } from 'kysely'

/** Whose PINs they are is counted: one person cannot use up what all rooms need. Who renewed one is told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('pins').addColumn('taken_by', 'text').execute()
  await db.schema.alterTable('pins').addColumn('taken_at', 'bigint').execute()
  await db.schema.alterTable('pins').addColumn('renewed_by', 'text').execute()
  await db.schema.createIndex('pins_by_taker').on('pins').columns(['taken_by', 'taken_at']).execute()
}
