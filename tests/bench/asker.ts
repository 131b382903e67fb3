import { parentPort, workerData } from 'node:worker_threads'
import type { Asked } from './visitor.ts'

/* A thread that asks until it is told to stop, and then tells how long each answer took. */

const { requests, every }: Asked = workerData
const times: number[] = []
const underWay: Promise<void>[] = []
let isOver = false
parentPort?.once('message', () => {
  isOver = true
})

for (let count = 0; !isOver; count++) {
  const { url, init } = requests[count % requests.length] ?? { url: '' }
  underWay.push(ask(url, init))
  await new Promise((resolve) => setTimeout(resolve, every))
}
await Promise.all(underWay)
parentPort?.postMessage(times)

/** One that failed was never answered. */
async function ask(url: string, init?: RequestInit): Promise<void> {
  const began = performance.now()
  const isAnswered = await fetch(url, init).then(
    (answer) => answer.arrayBuffer().then(() => answer.ok),
    () => false,
  )
  times.push(isAnswered ? performance.now() - began : Number.POSITIVE_INFINITY)
}
