import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { NewPerson, RealmPerson } from './realm.ts'
import { expectRooms, fillSignInForm, signIn } from './steps.ts'

/* Somebody who should come in does not, because of one setting at Keycloak: the page says which, and who can mend it. */

const robin: NewPerson = { username: 'robin', firstName: 'Robin', lastName: 'Hale' }

test('no audience mapper: the page says that only those who run the service can help, with a message for them', async ({
  browserOf,
  realm,
  ada,
}) => {
  await realm.removeMapper('audience foyer-api')
  const page = await browserOf()
  await enter(page, ada)
  await expect(page.getByRole('heading', { level: 1, name: 'The sign-in did not work' })).toBeVisible()
  await expect(page.getByText('You cannot mend this yourself', { exact: false })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Write to them' })).toHaveAttribute(
    'href',
    /^mailto:help@example\.org/,
  )
})

test('no groups mapper: nobody’s groups arrive, and the page names the mapper to add', async ({
  browserOf,
  realm,
  ada,
}) => {
  await realm.removeMapper('groups')
  const page = await browserOf()
  await enter(page, ada)
  await expectRefused(page)
  await expect(page.getByText('Your sign-in names no group at all', { exact: false })).toBeVisible()
  await expect(mending(page, /Clients → foyer → .+ Add mapper → .+ Group Membership/)).toBeVisible()
})

test('in no group: where others bring theirs, the page says that it is this account', async ({
  browserOf,
  realm,
  ada,
}) => {
  await signIn(await browserOf(), ada)
  const page = await browserOf()
  await enter(page, await realm.addPerson(robin))
  await expectRefused(page)
  await expect(page.getByText('Your account is in no group', { exact: false })).toBeVisible()
})

test('groups without their path: the page shows what differs, and "Try again" is enough once it is mended', async ({
  browserOf,
  realm,
  ada,
}) => {
  await realm.changeMapper('groups', { 'full.path': 'false' })
  const page = await browserOf()
  await enter(page, ada)
  await expectNearMiss(page, 'riverside', '/members/riverside', 'not its place among the groups')
  await expect(mending(page, /the groups mapper: switch “Full group path” on/)).toBeVisible()

  await realm.changeMapper('groups', { 'full.path': 'true' })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expectRooms(page)
})

test('groups in the ID token alone: the page says so', async ({ browserOf, realm, ada }) => {
  await realm.changeMapper('groups', { 'access.token.claim': 'false', 'id.token.claim': 'true' })
  const page = await browserOf()
  await enter(page, ada)
  await expectRefused(page)
  await expect(mending(page, /the groups mapper: switch “Add to access token” on/)).toBeVisible()
})

test('in a child group only: the page says that the rule means the group above', async ({
  browserOf,
  realm,
}) => {
  await realm.addGroup('/members/riverside/board')
  const page = await browserOf()
  await enter(page, await realm.addPerson({ ...robin, groups: ['/members/riverside/board'] }))
  await expectNearMiss(page, '/members/riverside/board', '/members/riverside', 'in a group below it')
})

test.describe('with a rule whose group has an accent', () => {
  const composed = '/members/montréal'.normalize('NFC')
  const decomposed = composed.normalize('NFD')
  test.use({
    rules: `
organisations:
  - id: montreal
    name: { en: Montréal, fr: Montréal }
    members: { groups: ["${composed}"] }
operators: { groups: [/operators], issuers: [sso] }
`,
  })

  test('the same letters stored in another way: the page says that they only look the same', async ({
    browserOf,
    realm,
  }) => {
    await realm.addGroup(decomposed)
    const page = await browserOf()
    await enter(page, await realm.addPerson({ ...robin, groups: [decomposed] }))
    await expectNearMiss(page, decomposed, composed, 'stored in two different ways')
  })
})

test('somebody in 400 groups comes in; with 800 the page says that it is too much', async ({
  browserOf,
  realm,
}) => {
  const names = Array.from({ length: 800 }, (_, index) => `working-group-on-the-garden-${index}`)
  await realm.addGroups(names)
  const paths = names.map((name) => `/${name}`)
  const many = { ...robin, groups: ['/members/riverside', ...paths.slice(0, 400)] }
  await signIn(await browserOf(), await realm.addPerson(many))

  const page = await browserOf()
  await enter(page, await realm.addPerson({ ...robin, username: 'sasha', groups: paths }))
  await expect(page.getByRole('heading', { level: 1, name: 'The sign-in did not work' })).toBeVisible()
  await expect(
    page.getByRole('alert').getByText('Your sign-in carries more than the service accepts', { exact: false }),
  ).toBeVisible()
  await expect(page.getByText('You cannot mend this yourself', { exact: false })).toBeVisible()
})

/** To the sign-in and through Keycloak's form, wherever it leads. */
async function enter(page: Page, person: RealmPerson): Promise<void> {
  await page.goto('/sign-in')
  await fillSignInForm(page, person)
}

async function expectRefused(page: Page): Promise<void> {
  await expect(
    page.getByRole('heading', { level: 1, name: 'You are signed in, but not yet admitted' }),
  ).toBeVisible()
}

/** What one has stands beside what the rule says, with the difference in words. */
async function expectNearMiss(page: Page, have: string, rule: string, words: string): Promise<void> {
  await expectRefused(page)
  const side = (term: string) =>
    page
      .locator('dl > div')
      .filter({ has: page.getByText(term, { exact: true }) })
      .getByRole('definition')
  // As they are stored: Playwright's own comparison of texts would take both spellings of an accent for one.
  await expect.poll(() => side('You have').allTextContents()).toContain(have)
  expect(await side('The rule says').allTextContents()).toContain(rule)
  await expect(page.getByText(words, { exact: false })).toBeVisible()
}

/** An entry of "Who can mend it". */
function mending(page: Page, words: RegExp) {
  return page.getByRole('definition').filter({ hasText: words })
}
