import { isDeepStrictEqual } from 'node:util'
import type { Endpoint } from '../src/contract/endpoints/endpoint.ts'
import { generalProblems } from '../src/contract/endpoints/problems.ts'
import { endpoints } from '../src/contract/endpoints.ts'

/* Every answer that a test gets is held to the table of endpoints. */

const table = Object.values<Endpoint>(endpoints).map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}$`),
  codes: new Set<string>([...generalProblems(endpoint), ...(endpoint.problems ?? [])]),
}))

/**
 * @param path as it was asked, with its query
 * @throws where a call answers what its entry does not name: a field, a status, a problem
 */
export async function holdToContract(method: string, path: string, answer: Response): Promise<void> {
  const [asked = ''] = path.split('?')
  const entry = table.find((one) => one.endpoint.method === method && one.pattern.test(asked))
  if (!entry || answer.headers.has('Content-Encoding')) return
  const { endpoint, codes } = entry
  const line = `${endpoint.method} ${endpoint.path}`
  if (answer.status >= 400) {
    const { code } = await answer.clone().json()
    if (!codes.has(code)) throw new Error(`${line} does not name ${code}`)
  } else if (endpoint.answer) {
    const body: unknown = await answer.clone().json()
    const { data, error } = endpoint.answer.safeParse(body)
    if (error) throw new Error(`${line} answers another shape: ${error.message}`)
    if (!isDeepStrictEqual(data, body))
      throw new Error(`${line} answers more than it names: ${JSON.stringify(body)}`)
  } else if (!endpoint.media && answer.status !== (endpoint.status ?? 204)) {
    throw new Error(`${line} answers ${answer.status}`)
  }
}
