/*
 * Tables and columns have camelCase names in the code and snake_case names in the database. Queries are turned when they
 * are compiled, and the columns of an answer once for all its rows.
 */

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * One row of an answer.
 * @param columns their names in the code
 * @param values in the same order
 */
export function asRow(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [index, column] of columns.entries()) row[column] = values[index]
  return row
}
