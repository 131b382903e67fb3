import { expect, test } from 'vitest'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'

const shown = (html: string) => [...html.matchAll(/href="(tel:[^"]+)"/g)].map(([, link]) => link)

describeOnBoth('by phone', (open) => {
  test('a room has a page of its own: every number before the meeting, the right one while it runs', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const { dialIn } = await adasRoom(w)
      const before = await (await w.ask('/assembly/phone')).text()
      expect(shown(before)).toEqual([
        `tel:+49301234567,,${dialIn?.pin}%23`,
        `tel:+15145550123,,${dialIn?.pin}`,
      ])
      await adaMeets(w)
      const during = await (await w.ask('/assembly/phone')).text()
      expect(shown(during)).toEqual([`tel:+49301234567,,${dialIn?.pin}%23`])
    })
  })

  test('the numbers of all servers are public, without any PIN; those out of use are left out', async () => {
    const settings = (yaml: string) =>
      yaml.replace('    country: CA\n', '    country: CA\n    state: disabled\n')
    await inWorld({ store: await open() }, async (w) => {
      const { dialIn } = await adasRoom(w)
      const html = await (await w.ask('/phone')).text()
      expect(shown(html)).toEqual(['tel:+49301234567', 'tel:+15145550123'])
      expect(html).not.toContain(dialIn?.pin)
      expect(html).not.toContain('noindex')
    })
    await inWorld({ store: await open(), settings }, async (w) => {
      expect(shown(await (await w.ask('/phone')).text())).toEqual(['tel:+49301234567'])
    })
  })

  test('where no number is configured, the pages say so and lead on, and nothing links to them', async () => {
    const settings = (yaml: string) => yaml.replaceAll(/ {4}dialIn: .*\n/g, '')
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasRoom(w)
      const room = await w.ask('/assembly/phone')
      expect([room.status, await room.text()]).toEqual([200, expect.stringContaining('href="/assembly"')])
      expect(await (await w.ask('/phone')).text()).toContain('No phone number is set up here')
      expect(await (await w.ask('/')).text()).not.toContain('href="/phone"')
    })
  })

  test('rooms that are not there have no such page', async () => {
    await inWorld({ store: await open() }, async (w) => {
      expect((await w.ask('/nobody-has-this/phone')).status).toBe(404)
    })
  })
})

describeOnBoth('ready to be heard', (open) => {
  test('the page that checks microphone and camera may use them, and no other page', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const allowed = async (path: string) => (await w.ask(path)).headers.get('Permissions-Policy')
      expect(await allowed('/assembly/check')).toMatch(
        /^camera=\(self\), microphone=\(self\), geolocation=\(\)/,
      )
      for (const path of [
        '/',
        '/assembly',
        '/assembly/phone',
        '/nobody-has-this/check',
        '/api/join/assembly',
      ])
        expect([path, await allowed(path)]).toEqual([
          path,
          expect.stringMatching(/^camera=\(\), microphone=\(\),/),
        ])
    })
  })
})
