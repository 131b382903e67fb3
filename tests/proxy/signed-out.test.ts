import { expect, test } from 'vitest'
import { describeOnBoth } from './databases.ts'
import { inWorld } from './faults-world.ts'

describeOnBoth('the page where a sign-out ends', (open) => {
  test('clears the storage of the browser that asked for it, once, and of nobody else', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const cookie = 'foyer_clear=1; foyer_member=0.abc; foyer_language=fr'
      const asked = await w.ask('/signed-out', { headers: { Cookie: cookie } })
      expect(asked.headers.get('Clear-Site-Data')).toBe('"storage"')
      // The cookies that stay: the language, and whose turn it is.
      expect(asked.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^foyer_clear=;.*Max-Age=0.*Path=\/signed-out/),
      ])

      for (const Cookie of ['', 'foyer_member=1', 'foyer_member=0.abc']) {
        const linked = await w.ask('/signed-out', { headers: { Cookie } })
        expect([linked.status, linked.headers.get('Clear-Site-Data')]).toEqual([200, null])
      }
      expect((await w.ask('/me', { headers: { Cookie: cookie } })).headers.get('Clear-Site-Data')).toBeNull()
    })
  })
})
