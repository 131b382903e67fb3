import { expect, test } from './fixtures.ts'
import type { Realm } from './realm.ts'
import { askForRooms, expectRooms, lookAgain, signIn, untilDue } from './steps.ts'
import { countVisits, loseNextAnswer } from './wire.ts'

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

  // All ask at once, again and again: each time that the token is due, four tabs see it at the same moment.
  let shown: (string | undefined)[] = []
  await expect
    .poll(
      async () => {
        const answers = await Promise.all(tabs.map(askForRooms))
        expect(answers.map((answer) => answer.status())).toEqual([200, 200, 200, 200])
        shown = await refreshTokensShown(realm)
        return shown.length
      },
      { timeout: 120_000 },
    )
    .toBeGreaterThanOrEqual(3)
  expect(new Set(shown).size, 'no refresh token is shown twice').toBe(shown.length)
  expect(await refusals(realm)).toEqual([])
  expect(visits, 'nobody is sent to Keycloak').toEqual([])
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

    const { lost } = await loseNextAnswer(page.context(), realm)
    await untilDue(page)
    expect((await askForRooms(page)).status()).toBe(200)
    await lost

    await test.step('the next try shows the same refresh token again, and gets a new one', async () => {
      await expect
        .poll(
          async () => {
            await lookAgain(page)
            const shown = await refreshTokensShown(realm)
            return shown.length - new Set(shown).size
          },
          { timeout: 60_000 },
        )
        .toBe(1)
      await untilDue(page)
      expect((await askForRooms(page)).status()).toBe(200)
    })
    await expectRooms(page)
    expect(visits, 'nobody is sent to Keycloak').toEqual([])
    expect(await refusals(realm)).toEqual([])
  })
})

/** The ids of the refresh tokens of every renewal that Keycloak granted. */
async function refreshTokensShown(realm: Realm) {
  const granted = (await realm.events()).filter(({ type }) => type === 'REFRESH_TOKEN')
  return granted.map(({ details }) => details.refresh_token_id)
}

async function refusals(realm: Realm) {
  return (await realm.events()).filter(({ type }) => type.endsWith('_ERROR'))
}
