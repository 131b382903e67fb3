import { expect, test } from 'vitest'
import { createWaitingRoom } from '../../src/proxy/join/waiting.ts'

/** So many people who wait in one room, of whom the first ones get in. */
function queueOf(count: number, places: () => number) {
  const room = createWaitingRoom({ letInAtOnce: 20, letInPerSecond: 1_000 })
  let looks = 0
  let inside = 0
  let ended = 0
  for (let index = 0; index < count; index++) {
    const waiter = {
      name: `Guest ${index}`,
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
        room.wait('room', waiter)
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
  await expect.poll(() => queue.inside(), { timeout: 20_000 }).toBe(500)
  expect(queue.looks()).toBe(502)
  expect(queue.room.count('room')).toBe(0)
  queue.room.close()
})

test('when the process lets go, every stream is ended, so that its page opens another elsewhere', () => {
  const queue = queueOf(500, () => 0)
  queue.room.close()
  expect(queue.ended()).toBe(500)
  expect(queue.room.count('room')).toBe(0)
})
