import { z } from 'zod'
import { administrator } from './server.ts'

const Token = z.object({ access_token: z.string(), expires_in: z.number() })

/** Keycloak's admin REST API, signed in as its administrator. */
export interface Admin {
  /** Asks a question; the answer is read with the schema. */
  get<Shape>(path: string, shape: z.ZodType<Shape>): Promise<Shape>
  /** @returns the id of what was made, where something was: the last word of the `Location` */
  post(path: string, body?: unknown): Promise<string>
  put(path: string, body?: unknown): Promise<void>
  delete(path: string): Promise<void>
}

/** @param origin where Keycloak is; paths are those after `/admin` */
export function createAdmin(origin: string): Admin {
  let token = { text: '', until: 0 }

  async function bearer(): Promise<string> {
    if (Date.now() < token.until) return token.text
    const answer = await fetch(`${origin}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...administrator }),
    })
    const { access_token, expires_in } = Token.parse(await answer.json())
    // Half its life: it must not end on the way.
    token = { text: access_token, until: Date.now() + expires_in * 500 }
    return access_token
  }

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { Authorization: `Bearer ${await bearer()}`, 'Content-Type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const answer = await fetch(`${origin}/admin${path}`, init)
    if (answer.ok) return answer
    throw new Error(`Keycloak refused ${method} ${path} (${answer.status}): ${await answer.text()}`)
  }

  return {
    get: async (path, shape) => shape.parse(await (await send('GET', path)).json()),
    async post(path, body) {
      const answer = await send('POST', path, body)
      return answer.headers.get('Location')?.split('/').at(-1) ?? ''
    },
    async put(path, body) {
      await send('PUT', path, body)
    },
    async delete(path) {
      await send('DELETE', path)
    },
  }
}
