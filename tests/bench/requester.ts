import { parentPort } from 'node:worker_threads'
import { Pool } from 'undici'
import type { Burst } from './requests.ts'

/* A thread that sends bursts of requests over connections that stay open, and says what it was answered. */

const pools = new Map<string, Pool>()

parentPort?.on('message', (burst: Burst) => {
  send(burst).then(
    (wrong) => parentPort?.postMessage({ wrong }),
    (error: unknown) => parentPort?.postMessage({ wrong: String(error) }),
  )
})

/** @returns the first answer that was not expected, in words */
async function send({ origin, requests, count, status, connections }: Burst): Promise<string | null> {
  const pool = pools.get(origin) ?? new Pool(origin, { connections: 16 })
  pools.set(origin, pool)
  let next = 0
  let wrong: string | null = null
  async function keepAsking() {
    while (next < count) {
      const {
        path,
        method = 'GET',
        headers = {},
        body = null,
      } = requests[next++ % requests.length] ?? { path: '/' }
      const answer = await pool.request({ path, method, headers, body })
      const text = await answer.body.text()
      if (answer.statusCode !== status)
        wrong ??= `${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`
    }
  }
  await Promise.all(Array.from({ length: connections }, keepAsking))
  return wrong
}
