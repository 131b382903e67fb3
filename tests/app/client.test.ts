import { expect, test } from 'vitest'
import { answerCheck } from '../../src/app/answer-check.ts'
import { type AnswerCheck, ClientProblem, createClient } from '../../src/app/client.ts'

const origin = 'https://meet.example'

function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers)
  headers.set('Authorization', `Bearer ${token}`)
  return new Request(request, { headers })
}

/** A proxy that answers every request alike, and remembers what it was asked. */
function clientOf(
  answer: (request: Request) => Response | Promise<Response>,
  token = 'token',
  check?: AnswerCheck,
) {
  const asked: Request[] = []
  const client = createClient({
    origin,
    check,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      asked.push(request.clone())
      return await answer(request)
    },
    session: {
      authorize: async (request) => withToken(request, token),
      reauthorize: async (request) => withToken(request, `${token} renewed`),
    },
  })
  return { client, asked }
}

async function problemFrom(promise: Promise<unknown>): Promise<ClientProblem> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof ClientProblem) return error
  throw new Error(`expected a problem, got ${String(error)}`)
}

test('a call goes to its path with the token, and its answer comes back', async () => {
  const { client, asked } = clientOf(() => Response.json({ subject: 'Réunion', text: 'Bonjour' }))

  const invitation = await client.call('invitations.get', {
    path: { room: 'équipe/1' },
    query: { language: 'fr-CA' },
  })

  expect(invitation.subject).toBe('Réunion')
  expect(asked[0]?.url).toBe(`${origin}/api/rooms/%C3%A9quipe%2F1/invitation?language=fr-CA`)
  expect(asked[0]?.headers.get('Authorization')).toBe('Bearer token')
})

test('a change is sent as JSON; an answer without a body is null', async () => {
  const { client, asked } = clientOf(() => new Response(null, { status: 204 }))

  expect(await client.call('rooms.delete', { path: { room: 'assembly' } })).toBeNull()
  await client.call('rooms.change', { path: { room: 'assembly' }, body: { name: 'General assembly' } })

  expect(asked[0]?.method).toBe('DELETE')
  expect(asked[1]?.headers.get('Content-Type')).toBe('application/json')
  expect(await asked[1]?.json()).toEqual({ name: 'General assembly' })
})

test('a refusal carries its code, reference, fields and figures', async () => {
  const { client } = clientOf(() =>
    Response.json(
      {
        code: 'room_limit_reached',
        status: 409,
        ref: 'K7RM2WQX',
        values: { limit: 5 },
        fields: { name: 'required' },
      },
      { status: 409, headers: { 'Content-Type': 'application/problem+json' } },
    ),
  )

  const problem = await problemFrom(client.call('rooms.create', { body: { name: '' } }))

  expect(problem).toMatchObject({
    code: 'room_limit_reached',
    status: 409,
    ref: 'K7RM2WQX',
    values: { limit: 5 },
    fields: { name: 'required' },
  })
})

test('a refused token is replaced once, and the same change is sent again', async () => {
  const { client, asked } = clientOf((request) =>
    request.headers.get('Authorization') === 'Bearer token renewed'
      ? Response.json({ url: 'https://bbb.example/join' })
      : Response.json({ code: 'token_expired', status: 401, ref: 'K7RM2WQX' }, { status: 401 }),
  )

  await client.call('meetings.start', { path: { room: 'assembly' }, body: { language: 'fr' } })

  expect(asked).toHaveLength(2)
  expect(await asked[1]?.json()).toEqual({ language: 'fr' })
})

test('a lost connection and a page of somebody else are told apart', async () => {
  const lost = clientOf(() => {
    throw new TypeError('Failed to fetch')
  })
  const foreign = clientOf(() => new Response('<h1>502 Bad Gateway</h1>', { status: 502 }))
  const captive = clientOf(() => new Response('<h1>Welcome to our Wi-Fi</h1>'))

  expect(await problemFrom(lost.client.call('rooms.list', {}))).toMatchObject({
    code: 'network',
    status: null,
  })
  expect(await problemFrom(foreign.client.call('rooms.list', {}))).toMatchObject({
    code: 'unreadable',
    status: 502,
  })
  expect(await problemFrom(captive.client.call('rooms.list', {}))).toMatchObject({
    code: 'unreadable',
    status: 200,
  })
})

test('a reverse proxy that refuses a large token with its own page is explained', async () => {
  const { client } = clientOf(
    () => new Response('<h1>400 Request Header Or Cookie Too Large</h1>', { status: 400 }),
    'x'.repeat(9_000),
  )

  expect(await problemFrom(client.call('rooms.list', {}))).toMatchObject({ code: 'token_too_large' })
})

test('the same question has the same key, another question another', () => {
  const { client } = clientOf(() => Response.json(null))
  const key = client.query('rooms.get', { path: { room: 'assembly' } }).queryKey

  expect(client.query('rooms.get', { path: { room: 'assembly' } }).queryKey).toEqual(key)
  expect(client.query('rooms.get', { path: { room: 'kitchen' } }).queryKey).not.toEqual(key)
})

test('in the demo an answer that does not fit its call is unreadable; elsewhere it is taken as it comes', async () => {
  const odd = () => Response.json({ subject: 'Réunion', text: null })
  const ask = { path: { room: 'assembly' }, query: { language: 'fr' } } as const
  const demo = answerCheck({ demo: true })
  expect(answerCheck({ demo: false })).toBeUndefined()

  const problem = await problemFrom(clientOf(odd, 'token', demo).client.call('invitations.get', ask))
  expect([problem.code, problem.status]).toEqual(['unreadable', 200])
  expect(await clientOf(odd).client.call('invitations.get', ask)).toEqual({ subject: 'Réunion', text: null })

  const right = () => Response.json({ subject: 'Réunion', text: 'Bonjour' })
  expect((await clientOf(right, 'token', demo).client.call('invitations.get', ask)).text).toBe('Bonjour')
  const removed = clientOf(() => new Response(null, { status: 204 }), 'token', demo).client
  expect(await removed.call('rooms.delete', { path: { room: 'assembly' } })).toBeNull()
})
