import { expect, test } from 'vitest'
import type { NewSchedule } from '../../src/contract/schedules.ts'
import { ada } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'

const tuesdays: NewSchedule = {
  title: '',
  message: '',
  start: '2099-12-01T14:00',
  timeZone: 'America/Toronto',
  minutes: 90,
  repeat: 'weekly',
  ends: { kind: 'never' },
}

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

  test('numbers of servers that work come first, everywhere; the others say since when they do not', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const { dialIn } = await adasRoom(w)
      await w.ask('/api/rooms/assembly/schedules', { method: 'POST', as: ada, json: tuesdays })
      w.de.fault = 'refuse'
      await expect
        .poll(async () => (await w.ask('/api/status')).json())
        .toMatchObject({ servers: [{ state: 'down' }, {}] })
      const { servers } = await (await w.ask('/api/status')).json()
      const german = `tel:+49301234567,,${dialIn?.pin}%23`
      const canadian = `tel:+15145550123,,${dialIn?.pin}`
      const numbers = [
        { number: '+1 514 555-0123', silentSince: null },
        { number: '+49 30 1234567', silentSince: servers[0].since },
      ]

      expect((await (await w.ask('/api/join/assembly')).json()).dialIn).toMatchObject({ numbers })
      expect((await (await w.ask('/api/rooms/assembly', { as: ada })).json()).dialIn).toMatchObject({
        numbers,
      })
      for (const path of ['/assembly', '/assembly/phone', '/phone']) {
        const html = await (await w.ask(path)).text()
        const links = path === '/phone' ? ['tel:+15145550123', 'tel:+49301234567'] : [canadian, german]
        expect([path, shown(html)]).toEqual([path, links])
        expect(html.slice(html.indexOf('tel:+49'))).toMatch(
          /Not working since \d+ \w+ \d{4} at \d{1,2}:\d\d UTC/,
        )
        expect(html.match(/Not working since \d/g)).toHaveLength(1)
      }
      for (const [language, words] of [
        [
          'en',
          /Canada: \+1 514 555-0123\nGermany: \+49 30 1234567 \(end .*\) \(not working since \d+ \w+ \d{4} at \d{1,2}:\d\d UTC\)\n/,
        ],
        [
          'fr-CA',
          /Canada.*: \+1 514 555-0123\nAllemagne.*: \+49 30 1234567 .*\(ne fonctionne pas depuis le /,
        ],
      ] as const) {
        const { text } = await (
          await w.ask(`/api/rooms/assembly/invitation?language=${language}`, { as: ada })
        ).json()
        expect(text).toMatch(words)
      }
      const calendar = (await (await w.ask('/assembly/calendar.ics')).text()).replaceAll('\r\n ', '')
      expect(calendar).toMatch(/Canada: \+1 514.*Germany: \+49 30 1234567 .*\(not working since/)

      w.de.fault = 'none'
      await expect
        .poll(async () => shown(await (await w.ask('/assembly')).text()))
        .toEqual([german, canadian])
      expect(await (await w.ask('/assembly')).text()).not.toMatch(/Not working since \d/)
    })
  })

  test('the server of the meeting that runs stands alone, also when it does not work', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      w.de.fault = 'refuse'
      const numbers = async () => (await (await w.ask('/api/join/assembly')).json()).dialIn.numbers
      await expect
        .poll(numbers)
        .toMatchObject([{ number: '+49 30 1234567', silentSince: expect.any(Number) }])
    })
  })

  test('a server that takes no new meetings comes after those that do', async () => {
    const settings = (yaml: string) =>
      yaml.replace('    country: DE\n', '    country: DE\n    state: draining\n')
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasRoom(w)
      const { dialIn } = await (await w.ask('/api/join/assembly')).json()
      expect(dialIn.numbers).toMatchObject([
        { number: '+1 514 555-0123', silentSince: null },
        { number: '+49 30 1234567', silentSince: null },
      ])
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
