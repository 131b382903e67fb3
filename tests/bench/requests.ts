import { Worker } from 'node:worker_threads'

export interface BenchRequest {
  path: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}

/** Requests in turns, `count` in all, each of which is answered with the same status. */
export interface Burst {
  origin: string
  requests: BenchRequest[]
  count: number
  status: number
  /** How many are under way at once. */
  connections: number
}

export interface Requester {
  /** @throws Error where an answer was another than expected */
  send(burst: Burst): Promise<void>
  close(): Promise<number>
}

/** Sends from a thread of its own, so that nothing else in this process delays or is delayed. */
export function openRequester(): Requester {
  const thread = new Worker(new URL('./requester.ts', import.meta.url))
  return {
    async send(burst) {
      const told = Promise.withResolvers<{ wrong: string | null }>()
      thread.once('message', told.resolve)
      thread.once('error', told.reject)
      thread.postMessage(burst)
      const { wrong } = await told.promise
      thread.off('error', told.reject)
      if (wrong !== null) throw new Error(wrong)
    },
    close: () => thread.terminate(),
  }
}
