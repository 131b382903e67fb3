import { readFileSync } from 'node:fs'
import path from 'node:path'

const page = path.resolve(import.meta.dirname, '../docs/locked-out.md')

/**
 * The sentences that the table of `docs/locked-out.md` promises.
 * @param cause as its first column names it
 * @returns the sentences that must be on the page
 */
export function promised(cause: string): [says: string, helps: string] {
  const row = lockOuts().find(([first]) => first === cause)
  if (!row) throw new Error(`docs/locked-out.md has no row for "${cause}".`)
  return [row[1], row[2]]
}

/** Every row: cause, what Foyer says, what helps. */
export function lockOuts(): [string, string, string][] {
  const [, table = ''] = readFileSync(page, 'utf8').split(
    '| cause | Foyer says | what helps |\n|---|---|---|\n',
  )
  const rows = table.split('\n\n')[0]?.split('\n') ?? []
  return rows.map((row) => {
    const [, cause = '', says = '', helps = ''] = row.split('|').map((cell) => cell.trim())
    return [cause, says, helps]
  })
}
