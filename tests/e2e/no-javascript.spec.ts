import { scalelite } from '../../src/demo/bbb/persona.ts'
import { expect, test } from './fixtures.ts'
import { createRoom, expectFact, expectInMeeting, signIn } from './steps.ts'

test('a guest goes all the way without JavaScript, through a balancer too', async ({ browserOf, world }) => {
  test.setTimeout(120_000)
  for (const server of [world.de, world.ca]) server.persona = scalelite
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Choir', address: 'choir-practice', recordingAllowed: true })
  const guest = await browserOf({ javaScriptEnabled: false })

  await test.step('from the home page to the room, in the other language', async () => {
    await guest.goto('/')
    await guest.getByLabel('Link or code of the room').fill('choir-practice')
    await guest.getByRole('button', { name: 'Go to the room' }).click()
    await expect(guest).toHaveURL(`${world.origin}/choir-practice`)
    await guest.getByRole('button', { name: 'Français' }).click()
    await expect(guest).toHaveURL(`${world.origin}/choir-practice`)
    await expect(guest.locator('html')).toHaveAttribute('lang', 'fr')
    await expect(guest.getByRole('heading', { level: 1, name: 'Choir' })).toBeVisible()
  })

  await test.step('a missing name is said at its field', async () => {
    const name = guest.getByLabel('Votre nom')
    await guest.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(name).toHaveAccessibleDescription(/Écrivez votre nom pour entrer\./)
    await expect(name).toHaveAttribute('aria-invalid', 'true')
    await name.fill('Camille')
  })

  await test.step('so is the missing consent, and the name stays', async () => {
    await guest.getByRole('button', { name: 'Attendre la réunion' }).click()
    const consent = guest.getByRole('checkbox', { name: /peut être enregistrée/ })
    await expect(consent).toHaveAccessibleDescription(/Il faut l’accepter pour entrer\./)
    await expect(guest.getByLabel('Votre nom')).toHaveValue('Camille')
    await consent.check()
    await guest.getByRole('button', { name: 'Attendre la réunion' }).click()
  })

  await test.step('waiting goes on in another language', async () => {
    await expect(guest.getByText('Vous attendez sous le nom de Camille.')).toBeVisible()
    await guest.getByRole('button', { name: 'English' }).click()
    await expect(guest.getByText('You are waiting as Camille', { exact: false })).toBeVisible()
  })

  await test.step('the page asks again by itself, and lets in', async () => {
    await host.getByRole('button', { name: 'Start the meeting' }).click()
    await expectInMeeting(host)
    await expectInMeeting(guest)
    await expectFact(guest, 'You are', 'Camille')
    await expectFact(guest, 'Role', 'Viewer')
  })

  await test.step('leaving comes back to the room, and one joins again', async () => {
    await guest.getByRole('button', { name: 'Leave' }).click()
    await expect(guest.getByText('You have left the meeting')).toBeVisible()
    await guest.getByLabel('Your name', { exact: true }).fill('Camille')
    await guest.getByRole('checkbox', { name: /may be recorded/ }).check()
    await guest.getByRole('button', { name: 'Join again' }).click()
    await expectInMeeting(guest)
  })

  await test.step('with JavaScript the balancer leads in as well', async () => {
    const other = await browserOf()
    await other.goto('/choir-practice')
    await other.getByLabel('Your name', { exact: true }).fill('Noor')
    await other.getByRole('checkbox', { name: /may be recorded/ }).check()
    await other.getByRole('button', { name: 'Join the meeting' }).click()
    await expectInMeeting(other)
    await expectFact(other, 'You are', 'Noor')
  })
})
