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

/**
 * The same for a query about some values of one kind. It is compiled for one value, for two, four, eight and so on, and
 * asked with the last one again and again where there are fewer: each number of values would be another statement, of
 * which databases keep few.
 * @param build the query, with what stands for each of the values
 */
export function compiledForSome<Row>(
  build: (db: Store, some: readonly string[]) => Compilable<Row>,
): (db: Store, values: readonly string[]) => Promise<Row[]> {
  const bySize = new Map<number, ReturnType<typeof compiledOnce<string, Row>>>()

  return async (db, values) => {
    const last = values.at(-1)
    if (last === undefined) return []
    const size = 2 ** Math.ceil(Math.log2(values.length))
    const names = Array.from({ length: size }, (_, index) => String(index))
    const ask = bySize.get(size) ?? compiledOnce(names, (store, of) => build(store, names.map(of)))
    bySize.set(size, ask)
    return await ask(db, Object.fromEntries(names.map((name, index) => [name, values[index] ?? last])))
  }
}
