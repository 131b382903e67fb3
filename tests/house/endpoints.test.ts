import { describe, expect, expectTypeOf, test } from 'vitest'
import type { AnswerOf, Call, InputOf } from '../../src/app/client.ts'
import type { UploadName } from '../../src/contract/calls.ts'
import { type EndpointName, endpoints } from '../../src/contract/endpoints.ts'
import type { Room } from '../../src/contract/rooms.ts'
import { type Handlers, handle, type routesOf } from '../../src/proxy/platform/http/handlers.ts'
import { holdToContract } from '../contract.ts'

/* The one table of calls, and what is made from it. Half of it is said to the compiler, in `npm run check`. */

test('each call is in it once', () => {
  const lines = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`)
  expect(new Set(lines).size).toBe(lines.length)
})

test("the client's types are made from it", () => {
  expectTypeOf<InputOf<'rooms.get'>>().toEqualTypeOf<{ path: { room: string } }>()
  expectTypeOf<InputOf<'me.get'>>().toEqualTypeOf<Record<never, never>>()
  expectTypeOf<InputOf<'schedules.list'>['query']>().toEqualTypeOf<{ count?: string | undefined }>()
  expectTypeOf<InputOf<'offers.link'>['path']>().toEqualTypeOf<{ room: string; offer: string }>()
  expectTypeOf<AnswerOf<'rooms.get'>>().toEqualTypeOf<Room>()
  expectTypeOf<AnswerOf<'rooms.delete'>>().toEqualTypeOf<null>()
  expectTypeOf<UploadName>().toEqualTypeOf<'presentations.upload'>()
  // Neither files nor event streams, and nothing that only other programs call.
  expectTypeOf<Extract<Call, 'presentations.upload' | 'me.events' | 'hooks.logout'>>().toEqualTypeOf<never>()
})

test('a handler that answers another shape, or is missing, is an error of the compiler', () => {
  handle({ 'accessCode.draw': ({ body }) => ({ accessCode: body.kind }) })
  // @ts-expect-error
  handle({ 'accessCode.draw': () => ({ code: '123 456 789' }) })
  // @ts-expect-error
  handle({ 'accessCode.draw': ({ query }) => ({ accessCode: query.kind }) })
  // @ts-expect-error
  handle({ 'accessCode.drop': () => {} })
  expectTypeOf<Parameters<typeof routesOf>>().toEqualTypeOf<[Handlers<EndpointName>]>()
})

describe('an answer in a test', () => {
  const code = (fields: object, status = 200) => Response.json(fields, { status })
  const held = (answer: Response) => holdToContract('PUT', '/api/rooms/assembly/accessCode', answer)

  test('may be what its call names', async () => {
    await held(code({ accessCode: '123 456 789' }))
    await held(code({ code: 'room_right_missing' }, 403))
    await holdToContract('DELETE', '/api/rooms/assembly', new Response(null, { status: 204 }))
  })

  test('fails the test where it is anything else', async () => {
    await expect(held(code({ accessCode: 7 }))).rejects.toThrow('another shape')
    await expect(held(code({ accessCode: '1', id: 'r' }))).rejects.toThrow('more than it names')
    await expect(held(code({ code: 'schedule_unknown' }, 404))).rejects.toThrow(
      'does not name schedule_unknown',
    )
    const made = holdToContract('DELETE', '/api/rooms/assembly', new Response(null, { status: 200 }))
    await expect(made).rejects.toThrow('answers 200')
  })
})
