import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Work that is done for many at a time: what comes while it is done for others, and right after, is done together.
 * @param most so many at a time
 * @param apart milliseconds between the end of one and the beginning of the next
 * @returns the work for one among others, with the result for all of them
 */
export function inBatches<Item, Result>(
  { most, apart }: { most: number; apart: number },
  work: (items: Item[]) => Promise<Result>,
): (item: Item) => Promise<Result> {
  let gathering: { items: Item[]; done: Promise<Result> } | null = null
  let last: Promise<unknown> = Promise.resolve()

  function next(): { items: Item[]; done: Promise<Result> } {
    const items: Item[] = []
    const done = last.then(() => {
      if (gathering?.items === items) gathering = null
      return work(items)
    })
    last = done.catch(() => {}).then(() => sleep(apart))
    return { items, done }
  }

  return (item) => {
    gathering ??= next()
    const { items, done } = gathering
    items.push(item)
    if (items.length === most) gathering = null
    return done
  }
}
