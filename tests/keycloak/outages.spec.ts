import { expect, test } from './fixtures.ts'
import { expectRooms, lookAgain, signIn, untilDue } from './steps.ts'
import { breakTokenCalls, tokenFaults } from './wire.ts'

/* Keycloak's token endpoint fails on the wire, when a token is renewed. */
test.use({ hasOutage: true, realmSettings: { accessTokenLifespan: 25 } })

for (const [fault, broken] of Object.entries(tokenFaults)) {
  test(`at a renewal the token endpoint ${fault}: the page stays, says so, and recovers`, async ({
    browserOf,
    ada,
    realm,
  }) => {
    const page = await browserOf()
    await signIn(page, ada)
    await untilDue(page)
    const mend = await breakTokenCalls(page.context(), realm, {}, broken)
    await lookAgain(page)
    const stale = page.getByText('What you see may be out of date', { exact: false })
    await expect(stale).toBeVisible({ timeout: 60_000 })
    await expectRooms(page)
    await expect(page.getByRole('button', { name: 'Create my first room' })).toBeEnabled()

    await mend()
    await expect(stale).toBeHidden({ timeout: 75_000 })
    await expectRooms(page)
    await expect(page.getByText('Your session has ended')).toHaveCount(0)
  })
}
