import { spawnSync } from 'node:child_process'
import path from 'node:path'

const oldestJava = 17

/**
 * What this machine lacks to run a real Keycloak, and how to get it.
 * @returns null where nothing is missing
 */
export function missingTools(): string | null {
  const java = javaVersion()
  const lacking = [
    ...(java >= oldestJava ? [] : [`Java ≥ ${oldestJava}${java > 0 ? ` (found: ${java})` : ''}`]),
    ...(answers('mvn', ['--version']) === null ? ['Maven'] : []),
  ]
  if (lacking.length === 0) return null
  const how = 'on Debian: apt-get install default-jre-headless maven'
  return `the tests against a real Keycloak need ${lacking.join(' and ')}; ${how}`
}

/** @returns the major version of the Java that Keycloak's script would take; 0 where there is none */
function javaVersion(): number {
  const home = process.env.JAVA_HOME
  const said = answers(home ? path.join(home, 'bin/java') : 'java', ['-version'])
  return Number(/version "(\d+)/.exec(said ?? '')?.[1] ?? 0)
}

/** All that a program says, on either stream; null where it cannot be run. */
function answers(command: string, words: string[]): string | null {
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' })
  return status === 0 ? `${stdout}${stderr}` : null
}
