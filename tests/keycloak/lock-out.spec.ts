import type { Page } from '@playwright/test'
import { promised } from '../lock-out.ts'
import { expect, test } from './fixtures.ts'
import type { NewPerson, Realm, RealmPerson } from './realm.ts'
import { expectRooms, fillSignInForm, signIn } from './steps.ts'

/*
 * The table of docs/locked-out.md, each cause made at a real Keycloak: the page must say what the table promises.
 */
const group = '/members/Locataires-Montréal'
const rules = `
organisations:
  - { id: tenants, name: Tenants, members: { groups: ["${group}"] } }
  - { id: riverside, name: Riverside, members: { groups: [/members/riverside] } }
  - { id: choir, name: Choir, members: { groups: [members/choir] } }
operators: { groups: [/operators], issuers: [sso] }
`
test.use({ rules })

async function robinIn(realm: Realm, username: string, groups: string[] = []): Promise<RealmPerson> {
  const person: NewPerson = { username, firstName: 'Robin', lastName: 'Hale', groups }
  for (const path of groups) await realm.addGroup(path)
  return await realm.addPerson(person)
}

async function comeIn(page: Page, person: RealmPerson): Promise<void> {
  await page.goto('/sign-in')
  await fillSignInForm(page, person)
}

async function expectPromised(page: Page, cause: string): Promise<void> {
  await expect(page.getByText(/^Reference: \w{8}$/).first()).toBeVisible()
  for (const sentence of promised(cause)) {
    await expect(page.getByText(sentence, { exact: true }).first(), cause).toBeVisible()
  }
}

test('groups that are spelled otherwise than the rule', async ({ browserOf, realm }) => {
  test.setTimeout(240_000)
  const spelled: [cause: string, group: string][] = [
    ['only a child group', `${group}/chorale`],
    ['a capital letter', '/members/locataires-montréal'],
    ['an accent', '/members/Locataires-Montreal'],
    ['an accent in another encoding', '/members/Locataires-Montréal'.normalize('NFD')],
    ['a space', '/members /Locataires-Montréal'],
    ['two groups of one name', '/Locataires-Montréal'],
    ['a slash too many or too few', '/members/choir'],
  ]
  for (const [index, [cause, path]] of spelled.entries()) {
    await test.step(cause, async () => {
      const page = await browserOf()
      await comeIn(page, await robinIn(realm, `robin-${index}`, [path]))
      await expectPromised(page, cause)
    })
  }
})

test('mappers of the client', async ({ browserOf, realm }) => {
  test.setTimeout(240_000)
  const robin = await robinIn(realm, 'robin', [group])

  await test.step('the full path is switched off', async () => {
    await realm.changeMapper('groups', { 'full.path': 'false' })
    const page = await browserOf()
    await comeIn(page, robin)
    await expectPromised(page, 'the full path is switched off')
    await realm.changeMapper('groups', { 'full.path': 'true' })
  })

  await test.step('the claim is only in the ID token', async () => {
    await realm.changeMapper('groups', { 'access.token.claim': 'false', 'id.token.claim': 'true' })
    const page = await browserOf()
    await comeIn(page, robin)
    await expectPromised(page, 'the claim is only in the ID token')
    await realm.changeMapper('groups', { 'access.token.claim': 'true', 'id.token.claim': 'false' })
  })

  await test.step('the audience is missing', async () => {
    await realm.removeMapper('audience foyer-api')
    const page = await browserOf()
    await comeIn(page, robin)
    await expectPromised(page, 'the audience is missing')
  })
})

test('the mapper is missing on this client', async ({ browserOf, realm }) => {
  await realm.removeMapper('groups')
  const page = await browserOf()
  await comeIn(page, await robinIn(realm, 'robin', [group]))
  await expectPromised(page, 'the mapper is missing on this client')
})

test('what only time or another page can tell: no group yet, a group given since, something to do first', async ({
  browserOf,
  realm,
  ada,
}) => {
  // Her token names groups: the mapper works.
  await signIn(await browserOf(), ada)
  const robin = await robinIn(realm, 'robin')
  const page = await browserOf()
  await comeIn(page, robin)
  await expectPromised(page, 'never given the group (another identity provider)')
  await expectPromised(page, 'a pending required action')

  await realm.addGroup(group)
  await realm.join(robin, group)
  await expectPromised(page, 'a stale session')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expectRooms(page)
})
