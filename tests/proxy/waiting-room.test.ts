import { expect, onTestFinished, test, vi } from 'vitest'
import { createWaitingRoom } from '../../src/proxy/features/join/waiting.ts'
import { joinLimits } from '../../src/proxy/platform/limits.ts'

/** So many people who wait in one room, of whom the first ones get in. */
function queueOf(count: number, places: () => number) {
  const room = createWaitingRoom({ letInAtOnce: 20, letInPerSecond: 1_000 })
  let looks = 0
  let inside = 0
  let ended = 0
  for (let index = 0; index < count; index++) {
    const waiter = {
      name: `Guest ${index}`,
      since: index,
      address: null,
      tell: () => {},
      end: () => {
        ended += 1
      },
      letIn: async () => {
        looks += 1
        if (inside < places()) {
          inside += 1
          return true
        }
        return false
      },
    }
    room.wait('room', waiter)
  }
  return { room, looks: () => looks, inside: () => inside, ended: () => ended }
}

test('a door that closed costs one look, not one for each who waits, until it is opened again', async () => {
  let places = 0
  const queue = queueOf(500, () => places)
  queue.room.open('room')
  await expect.poll(() => queue.looks()).toBe(1)
  queue.room.open('room')
  await expect.poll(() => queue.looks()).toBe(2)
  expect(queue.room.count('room')).toBe(500)
  places = 500
  queue.room.open('room')
  await expect.poll(() => queue.inside()).toBe(500)
  expect(queue.looks()).toBe(502)
  expect(queue.room.count('room')).toBe(0)
  queue.room.close()
})

test('whoever finds the room full keeps their place, before those who came later', async () => {
  const room = createWaitingRoom({ letInAtOnce: 20, letInPerSecond: 1_000 })
  const inside: string[] = []
  let places = 2
  let looks = 0
  for (const name of ['Ana', 'Bo', 'Cleo', 'Dov', 'Eve']) {
    const letIn = async () => {
      looks += 1
      if (inside.length >= places) return false
      inside.push(name)
      return true
    }
    room.wait('room', { name, since: 0, address: null, tell: () => {}, end: () => {}, letIn })
  }
  room.open('room')
  await expect.poll(() => looks).toBe(5)
  const waiting = () => room.guests('room').map(({ name }) => name)
  expect(waiting()).toEqual(['Cleo', 'Dov', 'Eve'])
  places = 3
  const openAgain = () => {
    // The round before may not be over yet.
    room.open('room')
    return inside
  }
  await expect.poll(openAgain).toEqual(['Ana', 'Bo', 'Cleo'])
  await expect.poll(waiting).toEqual(['Dov', 'Eve'])
  room.close()
})

test('a hundred places of one address do not come before somebody else', async () => {
  const room = createWaitingRoom({ letInAtOnce: joinLimits.inOrderPerAddress + 10, letInPerSecond: 0.001 })
  const inside: string[] = []
  const come = (name: string, address: string | null) => {
    const letIn = async () => inside.push(name) > 0
    room.wait('room', { name, since: 0, address, tell: () => {}, end: () => {}, letIn })
  }
  for (let index = 0; index < 100; index++) come(`many ${index}`, '203.0.113.66')
  for (const name of ['Ana', 'Bo']) come(name, '198.51.100.7')
  for (const name of ['Cleo', 'Dov']) come(name, null)
  room.open('room')
  await expect.poll(() => inside.length).toBe(joinLimits.inOrderPerAddress + 10)
  expect(inside.slice(0, 2)).toEqual(['many 0', 'many 1'])
  expect(inside).toEqual(expect.arrayContaining(['Ana', 'Bo', 'Cleo', 'Dov']))
  room.close()
})

test('sixty of a community centre go in before those who came after them', async () => {
  const room = createWaitingRoom({ letInAtOnce: 60, letInPerSecond: 0.001 })
  const inside: string[] = []
  const come = (name: string, address: string) => {
    const letIn = async () => inside.push(name) > 0
    room.wait('room', { name, since: 0, address, tell: () => {}, end: () => {}, letIn })
  }
  const centre = Array.from({ length: 60 }, (_, index) => `centre ${index}`)
  for (const name of centre) come(name, '203.0.113.66')
  for (let index = 0; index < 40; index++) come(`later ${index}`, `198.51.100.${index}`)
  room.open('room')
  await expect.poll(() => inside.length).toBe(60)
  expect(inside).toEqual(centre)
  room.close()
})

test('when the process lets go, every stream is ended, so that its page opens another elsewhere', () => {
  const queue = queueOf(500, () => 0)
  queue.room.close()
  expect(queue.ended()).toBe(500)
  expect(queue.room.count('room')).toBe(0)
})

/**
 * A hundred wait, on a clock that stands still unless it is moved; each look takes so many milliseconds.
 * @param others so many wait at other processes
 */
function queueByTheClock(look: () => number, others = 0) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const elsewhere = { in: () => ({ count: others, guests: [] }), close: () => {} }
  const room = createWaitingRoom({ letInAtOnce: 20, letInPerSecond: 20 }, () => elsewhere)
  let inside = 0
  for (let index = 0; index < 100; index++) {
    const letIn = async () => {
      await new Promise((resolve) => setTimeout(resolve, look()))
      inside += 1
      return true
    }
    room.wait('room', {
      name: `Guest ${index}`,
      since: index,
      address: null,
      tell: () => {},
      end: () => {},
      letIn,
    })
  }
  room.open('room')
  return { inside: () => inside, close: room.close }
}

test('twenty a second go in, however long it takes to look at the door', async () => {
  const queue = queueByTheClock(() => 30)
  await vi.advanceTimersByTimeAsync(30 + 30)
  expect(queue.inside()).toBe(20)
  await vi.advanceTimersByTimeAsync(2_000 + 30)
  expect(queue.inside()).toBe(60)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(queue.inside()).toBe(100)
  queue.close()
})

test('after a pause no more go in at once than at the beginning', async () => {
  let slow = 0
  const queue = queueByTheClock(() => slow)
  await vi.advanceTimersByTimeAsync(10)
  expect(queue.inside()).toBe(20)
  slow = 60_000
  await vi.advanceTimersByTimeAsync(100)
  slow = 0
  await vi.advanceTimersByTimeAsync(59_930)
  expect(queue.inside()).toBe(20)
  await vi.advanceTimersByTimeAsync(40)
  expect(queue.inside()).toBe(20 + 1 + 20)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(queue.inside()).toBe(41 + 20)
  queue.close()
})

test('while others wait at other processes each lets in its share, so that all together keep the pace', async () => {
  const queue = queueByTheClock(() => 0, 300)
  await vi.advanceTimersByTimeAsync(10)
  expect(queue.inside()).toBe(5)
  await vi.advanceTimersByTimeAsync(4_000)
  // A quarter of those who wait are here, and fewer with each who goes in: a little less than five a second.
  expect(queue.inside()).toBeGreaterThanOrEqual(5 + 16)
  expect(queue.inside()).toBeLessThanOrEqual(5 + 20)
  queue.close()
})
