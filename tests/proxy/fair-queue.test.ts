import { expect, onTestFinished, test, vi } from 'vitest'
import { createFairQueue } from '../../src/proxy/features/meetings/fair-queue.ts'

test('a few at a time, for a while only, and whoever had no turn comes first the next time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const fairQueue = createFairQueue({ atOnce: 2, timeout: 250 })
  const begun: number[] = []
  let atOnce = 0
  let most = 0
  const task = async (one: number) => {
    begun.push(one)
    most = Math.max(most, ++atOnce)
    await new Promise((resolve) => setTimeout(resolve, 100))
    atOnce -= 1
  }
  const round = async () => {
    const done = fairQueue('de', [1, 2, 3, 4, 5, 6, 7, 8], task)
    await vi.advanceTimersByTimeAsync(1_000)
    await done
    return begun.splice(0)
  }
  expect(await round()).toEqual([1, 2, 3, 4, 5, 6])
  expect(await round()).toEqual([7, 8, 1, 2, 3, 4])
  expect(most).toBe(2)
})

test('one that fails is told when all are over', async () => {
  const fairQueue = createFairQueue({ atOnce: 2, timeout: 60_000 })
  const over: number[] = []
  const all = fairQueue('de', [1, 2, 3, 4], async (one) => {
    if (one === 2) throw new Error('no')
    over.push(one)
  })
  await expect(all).rejects.toThrow('no')
  expect(over).toEqual([1, 3, 4])
  await fairQueue('de', [], async () => {})
})
