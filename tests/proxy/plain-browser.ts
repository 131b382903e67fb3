import { createHash, randomBytes } from 'node:crypto'

/** A browser without a screen: it keeps cookies, and follows a redirect only when the story says so. */
export interface PlainBrowser {
  get(address: string): Promise<Response>
  post(address: string, form: Record<string, string>): Promise<Response>
}

export function newPlainBrowser(): PlainBrowser {
  const cookies = new Map<string, string>()

  async function ask(address: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address, { ...init, redirect: 'manual', headers: { Cookie: cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }

  return {
    get: (address) => ask(address, {}),
    post: (address, form) => ask(address, { method: 'POST', body: new URLSearchParams(form) }),
  }
}

/** Where a redirect leads, as an absolute address. */
export function locationOf(answer: Response): URL {
  return new URL(answer.headers.get('Location') ?? 'about:blank#no-redirect', answer.url)
}

/** A secret and its S256 challenge (RFC 7636). */
export function newPkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
