import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { RealmPerson } from './realm.ts'
import { expectRooms, fillSignInForm, signIn } from './steps.ts'

/* What the table of lock-outs does not hold: the way out of one, and tokens that grow. */

test('a mapper that is mended while one is refused: "Try again" is enough', async ({
  browserOf,
  realm,
  ada,
}) => {
  await realm.changeMapper('groups', { 'full.path': 'false' })
  const page = await browserOf()
  await enter(page, ada)
  await expect(
    page.getByRole('heading', { level: 1, name: 'You are signed in, but not yet admitted' }),
  ).toBeVisible()
  await expect(value(page, 'You have')).toHaveText('riverside')
  await expect(value(page, 'The rule says')).toHaveText('/members/riverside')

  await realm.changeMapper('groups', { 'full.path': 'true' })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expectRooms(page)
})

test('somebody in 400 groups comes in; with 800 the page says that it is too much', async ({
  browserOf,
  realm,
}) => {
  const names = Array.from({ length: 800 }, (_, index) => `working-group-on-the-garden-${index}`)
  await realm.addGroups(names)
  const paths = names.map((name) => `/${name}`)
  const robin = { username: 'robin', firstName: 'Robin', lastName: 'Hale' }
  const many = { ...robin, groups: ['/members/riverside', ...paths.slice(0, 400)] }
  await signIn(await browserOf(), await realm.addPerson(many))

  const page = await browserOf()
  await enter(page, await realm.addPerson({ ...robin, username: 'sasha', groups: paths }))
  await expect(page.getByRole('heading', { level: 1, name: 'The sign-in did not work' })).toBeVisible()
  const why = page.getByRole('alert')
  await expect(why).toContainText('Your sign-in carries more than the service accepts')
  await expect(why).toContainText('You cannot fix this yourself')
})

/** To the sign-in and through Keycloak's form, wherever it leads. */
async function enter(page: Page, person: RealmPerson): Promise<void> {
  await page.goto('/sign-in')
  await fillSignInForm(page, person)
}

/** What stands beside a term in the comparison. */
function value(page: Page, term: string) {
  return page
    .locator('dl > div')
    .filter({ has: page.getByText(term, { exact: true }) })
    .getByRole('definition')
}
