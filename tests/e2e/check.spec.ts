import { chromium, chromiumFlags } from './chromium.ts'
import { expectFit, narrow } from './fit.ts'
import { expect, test } from './fixtures.ts'
import { createRoom, signIn } from './steps.ts'

/* Ready to be heard? With Chromium's stand-ins for a microphone, which hums, and a camera. */

test.use({
  launchOptions: {
    executablePath: chromium(),
    args: [...chromiumFlags, '--use-fake-device-for-media-stream'],
  },
})

const languages = [
  {
    locale: 'en-CA',
    language: 'en',
    first: 'Check sound and camera first',
    begin: 'Begin the check',
    tryIt: 'Try the microphone',
    works: 'Your microphone works.',
    show: 'Show my camera',
    preview: 'What your camera sees',
    goOn: 'Go on to the meeting',
    name: 'Your name',
    refused: /may not use the microphone|question about the microphone was closed/,
    again: 'Try again',
    report: 'Report for those who help you',
    tab: /^Ready to be heard\? Assembly/,
  },
  {
    locale: 'fr-CA',
    language: 'fr-CA',
    first: 'Vérifier d’abord le son et la caméra',
    begin: 'Commencer la vérification',
    tryIt: 'Essayer le micro',
    works: 'Votre micro fonctionne.',
    show: 'Afficher ma caméra',
    preview: 'Ce que voit votre caméra',
    goOn: 'Aller à la réunion',
    name: 'Votre nom',
    refused: /ne peut pas utiliser le micro|a été fermée\s: le micro/,
    again: 'Réessayer',
    report: 'Rapport pour les personnes qui vous aident',
    tab: /^Vérification du son\s: Assembly/,
  },
] as const

for (const words of languages) {
  test(`ready to be heard: microphone, camera, and on to the meeting (${words.language})`, async ({
    browserOf,
    world,
  }) => {
    test.setTimeout(240_000)
    const host = await browserOf()
    await signIn(host, 'Ada Osei')
    await createRoom(host, { name: 'Assembly', address: 'assembly' })
    const guest = await browserOf({ ...narrow, locale: words.locale })
    const scripts: string[] = []
    guest.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()))

    await test.step('it comes when it is asked for', async () => {
      await guest.goto('/assembly')
      await guest.getByLabel(words.name).fill('Camille')
      await guest.getByRole('link', { name: words.first }).click()
      await expect(guest.getByRole('button', { name: words.begin })).toBeVisible()
      await expectFit(guest, { title: words.tab, language: words.language })
      const before = new Set(scripts).size
      await guest.getByRole('button', { name: words.begin }).click()
      await expect(guest.getByRole('button', { name: words.tryIt })).toBeVisible()
      expect(new Set(scripts).size).toBe(before + 1)
    })

    await test.step('refused: what to do', async () => {
      await guest.getByRole('button', { name: words.tryIt }).click()
      await expect(guest.getByRole('alert')).toHaveText(words.refused)
      await guest.getByText(words.report).click()
      await expect(guest.locator('textarea')).toHaveValue(/\(NotAllowedError\)/)
      await expectFit(guest, { title: words.tab, language: words.language })
    })

    await test.step('allowed: the level moves, the camera shows', async () => {
      await guest.context().grantPermissions(['microphone', 'camera'], { origin: world.origin })
      await guest.getByRole('button', { name: words.again }).click()
      await expect(guest.getByText(words.works)).toBeVisible()
      await guest.getByRole('button', { name: words.show }).click()
      await expect(guest.getByLabel(words.preview)).toBeVisible()
      await expect
        .poll(() => guest.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
        .toBeGreaterThan(0)
      await expectFit(guest, { title: words.tab, language: words.language })
    })

    await test.step('on to the meeting, with the name still there; no other page may listen', async () => {
      await guest.getByRole('link', { name: words.goOn }).click()
      await expect(guest.getByLabel(words.name)).toHaveValue('Camille')
      const allowed = await guest.evaluate(
        () =>
          'featurePolicy' in document &&
          (document.featurePolicy as { allowsFeature(name: string): boolean }).allowsFeature('microphone'),
      )
      expect(allowed).toBe(false)
    })
  })
}
