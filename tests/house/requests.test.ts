import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, sqlite } from '../proxy/databases.ts'
import { openWorld, origins, type World } from '../world.ts'
import { type Call, callsOf, everything, type Ids, rowsIn } from './calls.ts'

/*
 * Whatever a request brings beside what its call describes is refused in words, before anything is done.
 */

afterEach(cleanUp)

async function inHouse(story: (w: World, calls: Call[], ids: Ids) => Promise<void>): Promise<void> {
  const w = await openWorld({ store: await sqlite().open() })
  const ids = await everything(w)
  const calls = await callsOf(w, ids)
  try {
    // Each person has signed in, and what is kept of that is written.
    for (const { as } of calls) await w.ask('/api/me', { as })
    await story(w, calls, ids)
    expect(w.logged()).not.toContain('"msg":"failed"')
  } finally {
    await w.close()
  }
}

interface Sent {
  what: string
  type: string | undefined
  body: string | null
  /** What the refusal may be; the first of them where the call takes nothing, and empty is right. */
  codes: string[]
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const json = 'application/json'
const upload = 'application/octet-stream'

/** What is wrong with a call whatever it is about. */
function wrongFor({ type, field }: Call): Sent[] {
  if (type === upload) {
    return [
      { what: 'no body', type: undefined, body: null, codes: ['content_type_unsupported'] },
      { what: 'an empty one', type: upload, body: '', codes: ['file_refused'] },
      { what: 'an odd label', type: `${upload};;;`, body: '%PDF-1.7', codes: ['content_type_unsupported'] },
      { what: 'JSON', type: json, body: '{}', codes: ['content_type_unsupported'] },
    ]
  }
  const label = type ?? json
  const isForm = label !== json
  const twice = isForm ? `${field}=a&${field}=a` : `{"${field || 'a'}":null,"x":{},"${field || 'a'}":null}`
  const right = isForm ? `${field}=a` : '{}'
  const unlabelled = ['content_type_unsupported']
  const wrong: Sent[] = [
    { what: 'an odd label', type: `${label};;;`, body: right, codes: unlabelled },
    { what: 'a label that only looks right', type: `${label}-patch`, body: right, codes: unlabelled },
    { what: 'an odd charset', type: `${label}; charset=utf-16`, body: right, codes: unlabelled },
    { what: 'another kind', type: 'application/xml', body: '<a/>', codes: unlabelled },
    { what: 'a doubled key', type: label, body: twice, codes: ['body_invalid'] },
  ]
  if (type === null) return wrong
  const deep = {
    what: 'a deep one',
    type: label,
    body: `${'['.repeat(40)}${']'.repeat(40)}`,
    codes: ['body_invalid'],
  }
  return [
    ...wrong,
    ...(isForm ? [] : [deep]),
    { what: 'no body', type: undefined, body: null, codes: unlabelled },
    { what: 'an empty one', type: label, body: '', codes: [isForm ? 'fields_invalid' : 'body_invalid'] },
    { what: 'no label', type: '', body: right, codes: unlabelled },
  ]
}

async function send(w: World, { method, path, as }: Call, { type, body }: Sent): Promise<Response> {
  const headers = new Headers()
  if (type !== undefined) headers.set('Content-Type', type)
  if (body !== null) headers.set('Content-Length', String(Buffer.byteLength(body)))
  const bytes = body === null ? null : new TextEncoder().encode(body)
  return await w.ask(path, { method, as, headers, body: bytes })
}

describe('a body', () => {
  test('is demanded by every call that describes one, and the document says so', async () => {
    await inHouse(async (_w, calls) => {
      const described = calls.filter(({ type }) => type !== null)
      expect(described.length).toBeGreaterThan(20)
      expect(described.filter(({ required }) => !required)).toEqual([])
    })
  })

  test('that is none, or is labelled or written oddly, is refused by every call, and nothing changes', async () => {
    await inHouse(async (w, calls) => {
      const before = await rowsIn(w)
      const answers: unknown[] = []
      for (const call of calls.filter(({ method }) => changing.has(method))) {
        for (const sent of wrongFor(call)) {
          const answer = await send(w, call, sent)
          const about = [call.method, call.template, sent.what, answer.headers.get('Content-Type')]
          const said = await answer.json().catch(() => null)
          if (!sent.codes.includes(said?.code) || about[3] !== 'application/problem+json') {
            answers.push([...about, answer.status, said])
          }
        }
      }
      expect(answers).toEqual([])
      expect(await rowsIn(w)).toEqual(before)
    })
  })

  test('of a form on a page is taken as a form, each field once, and refused in words', async () => {
    await inHouse(async (w) => {
      const before = await rowsIn(w)
      const posted = w.proxy.routes().filter((route) => /^POST \/(?!api|hooks)/.test(route))
      const forms = [...new Set(posted)].map((route) => route.slice(5).replace(':room', 'assembly'))
      expect(forms.length).toBeGreaterThan(5)
      for (const path of forms) {
        for (const [type, body] of [
          [undefined, null],
          ['', 'name=a'],
          ['application/x-www-form-urlencoded;;;', 'name=a'],
          ['application/x-www-form-urlencoded; charset=utf-16', 'name=a'],
          ['multipart/form-data; boundary=x', '--x--'],
          ['application/json', '{"name":"a"}'],
          ['application/x-www-form-urlencoded', 'name=a&name=b'],
        ] as const) {
          const headers = new Headers({ Origin: origins.foyer })
          if (type !== undefined) headers.set('Content-Type', type)
          const bytes = body === null ? null : new TextEncoder().encode(body)
          const answer = await w.ask(path, { method: 'POST', headers, body: bytes })
          expect([path, type, answer.status]).toEqual([path, type, body === 'name=a&name=b' ? 400 : 415])
          expect(answer.headers.get('Content-Type')).toContain('text/html')
          expect(answer.headers.get('Set-Cookie')).toBeNull()
        }
      }
      expect(await rowsIn(w)).toEqual(before)
    })
  })
})
