import { examine } from '../doctor/examine.ts'
import { isAnythingWrong, report } from '../doctor/report.ts'
import { mostHandedIn } from '../doctor/token.ts'
import { limitOutgoingConnections } from '../http-agents.ts'
import { findSettings } from './find-settings.ts'

/*
 * `npm run doctor [-- --token < file]`: what is wrong, what to change and where. With `--token` a token on
 * standard input is judged, too; it is never stored or printed. Exit code 1 where something is wrong.
 */

const timeout = 5_000

async function main(): Promise<void> {
  const token = await readHandedIn(process.argv.slice(2))
  limitOutgoingConnections()
  const found = await findSettings(process.env, process.cwd()).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  )
  const groups = await examine(found, token, { fetch, now: Date.now, timeout })
  // Open connections are not waited for.
  process.stdout.write(report(groups), () => process.exit(isAnythingWrong(groups) ? 1 : 0))
}

async function readHandedIn(words: readonly string[]): Promise<string | null> {
  if (words.length === 0) return null
  if (words.length > 1 || words[0] !== '--token') {
    throw new Error(
      'npm run doctor, or npm run doctor -- --token < token.txt (a token as a word would stay in the history of the shell)',
    )
  }
  if (process.stdin.isTTY) process.stderr.write('Paste a token, then press Enter and Ctrl+D.\n')
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > mostHandedIn) throw new Error('More than 64 KB on standard input: that is no token.')
  }
  return text
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
