import build from '../e2e/build.ts'
import { startKeycloak } from './server.ts'
import { missingTools } from './tools.ts'

/**
 * One Keycloak for the whole run; workers find it by the environment, which Playwright hands on to them.
 * @returns what ends it, also when tests failed
 */
export default async function setup(): Promise<() => Promise<void>> {
  const missing = missingTools()
  if (missing) throw new Error(missing)
  await build()
  const keycloak = await startKeycloak((line) => process.stdout.write(`${line}\n`))
  process.env.FOYER_TEST_KEYCLOAK = keycloak.origin
  return keycloak.stop
}
