import { expect, test } from 'vitest'
import type { JoinInfo } from '../../src/contract/join.ts'
import type { Status } from '../../src/contract/status.ts'
import type { World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'

/* Another front-end shares the server, and its entries in the server's lists are odd. */

async function join(w: World): Promise<JoinInfo> {
  return await (await w.ask('/api/join/assembly')).json()
}

async function nextPolls(w: World, polls: number): Promise<void> {
  const asked = () => w.de.received.filter(({ call }) => call === 'getMeetings').length
  const before = asked()
  await expect.poll(asked).toBeGreaterThan(before + polls)
}

async function stateOfDe(w: World) {
  const status: Status = await (await w.ask('/api/status')).json()
  return status.servers.find(({ id }) => id === 'de')?.state
}

function skippedLines(w: World): string[] {
  return w
    .logged()
    .split('\n')
    .filter((line) => line.includes('unreadable entries are skipped'))
}

describeOnBoth('odd entries of others in a list', (open) => {
  test('a running meeting stays open, guests come in, the server is up, and the log says it once', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      w.de.oddities = {
        meetings: ['no_count', 'negative_count', 'no_create_time', 'doubled_id'],
        recordings: [],
        own: [],
      }
      await nextPolls(w, 6)
      expect(await join(w)).toMatchObject({ state: 'open' })
      expect(await stateOfDe(w)).toBe('up')
      const entered = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Kim' } })
      expect(await entered.json()).toMatchObject({ state: 'open' })
      expect(skippedLines(w)).toHaveLength(1)
      expect(JSON.parse(skippedLines(w)[0] ?? '')).toMatchObject({ server: 'de', list: 'meetings', count: 4 })

      w.de.oddities = { meetings: ['no_count'], recordings: [], own: [] }
      await expect.poll(() => skippedLines(w).length).toBe(2)
      w.de.oddities = { meetings: [], recordings: [], own: [] }
      await expect.poll(() => w.logged()).toContain('all entries can be read again')
      expect(skippedLines(w)).toHaveLength(2)
    })
  })

  test('one of ours that is odd is unknown, alone: neither over nor empty, and the server is up', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      const [meeting] = await w.store.selectFrom('meetings').select('id').execute()
      w.de.oddities = { meetings: [], recordings: [], own: [meeting?.id ?? ''] }
      await expect.poll(async () => (await join(w)).state).not.toBe('open')
      expect(await join(w)).toMatchObject({ state: 'unavailable' })
      expect(await stateOfDe(w)).toBe('up')
      w.de.oddities = { meetings: [], recordings: [], own: [] }
      await expect.poll(async () => (await join(w)).state).toBe('open')
    })
  })
})
