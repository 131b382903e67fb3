import { expect, test } from './fixtures.ts'
import type { Realm } from './realm.ts'
import { askForRooms, expectRooms, lookAgain, signIn, untilDue } from './steps.ts'
import { countRenewals, countVisits, loseNextAnswer } from './wire.ts'

/* Access tokens of 25 seconds: the client renews them 5 seconds after they were given. */
test.use({ realmSettings: { accessTokenLifespan: 25 } })

test('four tabs stay signed in through three renewals, each made once for all of them', async ({
  browserOf,
  ada,
  realm,
}) => {
  const first = await browserOf()
  await signIn(first, ada)
  const others = await Promise.all([1, 2, 3].map(() => first.context().newPage()))
  const tabs = [first, ...others]
  for (const tab of others) {
    await tab.goto('/')
    await expectRooms(tab)
  }
  const visits = countVisits(tabs, realm)
  const before = (await renewals(realm)).length

  for (let renewal = 1; renewal <= 3; renewal++) {
    await untilDue(first)
    const answers = await Promise.all(tabs.map(askForRooms))
    expect(answers.map((answer) => answer.status())).toEqual([200, 200, 200, 200])
    expect(await renewals(realm)).toHaveLength(before + renewal)
  }
  expect(visits, 'nobody is sent to Keycloak').toEqual([])
  expect(await refusals(realm), 'no refresh token is used too often').toEqual([])
})

test.describe('with a connection that breaks', () => {
  test.use({ hasOutage: true })

  test('an answer that is lost on its way from Keycloak signs nobody out', async ({
    browserOf,
    ada,
    realm,
  }) => {
    const page = await browserOf()
    await signIn(page, ada)
    const visits = countVisits([page], realm)
    const tries = countRenewals(page.context(), realm)

    await untilDue(page)
    await loseNextAnswer(page.context(), realm)
    expect((await askForRooms(page)).status(), 'the token that was there does meanwhile').toBe(200)
    expect(tries).toHaveLength(1)

    await test.step('the next try shows the same refresh token again, and gets a new one', async () => {
      await expect
        .poll(
          async () => {
            await lookAgain(page)
            return tries.length
          },
          { timeout: 30_000 },
        )
        .toBe(2)
      await untilDue(page)
      expect((await askForRooms(page)).status()).toBe(200)
    })
    await expectRooms(page)
    expect(visits, 'nobody is sent to Keycloak').toEqual([])
    expect(await refusals(realm)).toEqual([])
  })
})

/** Renewals that Keycloak granted. */
async function renewals(realm: Realm) {
  return (await realm.events()).filter(({ type }) => type === 'REFRESH_TOKEN')
}

async function refusals(realm: Realm) {
  return (await realm.events()).filter(({ type }) => type.endsWith('_ERROR'))
}
