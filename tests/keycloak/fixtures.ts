import { test as base } from '../e2e/fixtures.ts'
import { foyerOrigin, freePort } from '../e2e/world.ts'
import { createRealm, type NewPerson, type Realm, type RealmPerson } from './realm.ts'

interface Options {
  /** Changes to the realm, before anybody comes. */
  realmSettings: Record<string, unknown>
  /** Who may come in, in Foyer's settings; without it, the members of two organisations. */
  rules: string | undefined
}

interface Fixtures {
  foyerPort: number
  realm: Realm
  /** A member of Riverside Housing. */
  ada: RealmPerson
}

const member: NewPerson = {
  username: 'ada',
  firstName: 'Ada',
  lastName: 'Osei',
  groups: ['/members/riverside'],
}

/** Each test has a realm of its own at the run's Keycloak, made from the operators' template, and a Foyer for it. */
export const test = base.extend<Options & Fixtures>({
  realmSettings: [{}, { option: true }],
  rules: [undefined, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern that nothing is needed
  foyerPort: async ({}, use) => {
    await use(await freePort())
  },
  realm: async ({ foyerPort, realmSettings }, use) => {
    const realm = await createRealm(keycloakOrigin(), foyerOrigin(foyerPort))
    await realm.change(realmSettings)
    for (const group of ['/members/riverside', '/members/atelier-mile-end']) await realm.addGroup(group)
    await use(realm)
    await realm.remove()
  },
  ada: async ({ realm }, use) => {
    await use(await realm.addPerson(member))
  },
  worldOptions: async ({ foyerPort, realm, rules }, use) => {
    const signIn = { issuer: realm.issuer, foyerPort }
    await use(rules === undefined ? { signIn } : { signIn, rules })
  },
})

function keycloakOrigin(): string {
  const origin = process.env.FOYER_TEST_KEYCLOAK
  if (!origin) throw new Error('No Keycloak: run these tests with tests/keycloak/playwright.config.ts.')
  return origin
}

export { expect } from '../e2e/fixtures.ts'
