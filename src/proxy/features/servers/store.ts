import type { Store } from '../../platform/store/database.ts'
import type { ServerStatesTable } from '../../platform/store/schema.ts'

/** Since when each server is in its state: "offline since March" must survive our restarts. */
export async function readServerStates(store: Store): Promise<ServerStatesTable[]> {
  return await store.selectFrom('serverStates').selectAll().execute()
}

export async function writeServerState(store: Store, row: ServerStatesTable): Promise<void> {
  await store
    .insertInto('serverStates')
    .values(row)
    .onConflict((conflict) => conflict.column('server').doUpdateSet({ state: row.state, since: row.since }))
    .execute()
}
