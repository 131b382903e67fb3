import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely'
import type { Store } from './database.ts'

/** Stands at the beginning of a parameter while a query is compiled: in no text of ours. */
const mark = '\0value:'

/**
 * A query that is built and compiled once for each database, and asked with other values each time: building and
 * compiling take longer than SQLite needs for its answer.
 * @param names of its values
 * @param build the query, with what stands for each value; it must be the same whatever the values are
 */
export function compiledOnce<Name extends string, Row>(
  names: readonly Name[],
  build: (db: Store, of: (name: Name) => string) => Compilable<Row>,
): (db: Store, values: Record<Name, string>) => Promise<Row[]> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>()
  const byMark = new Map<unknown, Name>(names.map((name) => [`${mark}${name}`, name]))

  return async (db, values) => {
    const { adapter } = db.getExecutor()
    const query = compiled.get(adapter) ?? build(db, (name) => `${mark}${name}`).compile()
    compiled.set(adapter, query)
    const parameters = query.parameters.map((same) => {
      const name = byMark.get(same)
      return name === undefined ? same : values[name]
    })
    return (await db.executeQuery<Row>({ ...query, parameters })).rows
  }
}
