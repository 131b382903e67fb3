import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readStore } from '../../src/proxy/platform/store/database.ts'
import { listen } from '../../src/proxy/runtime/listen.ts'
import { type E2eWorld, freePort, openE2eWorld } from '../e2e/world.ts'
import { ada, claimsOf } from '../world.ts'
import { cleanUp, later, postgres } from './databases.ts'
import { pdf } from './files.ts'
import { createTestIssuer } from './issuer.ts'

/*
 * Real processes are asked to end while they work, or killed, and what was said
 * to be done is done.
 */

afterEach(cleanUp)

const slow = 600_000

/** Foyer as a process, where Ada is signed in and has the room `/assembly`. */
async function openProcess(options: { database?: string } = {}) {
  const port = await freePort()
  const at = `http://127.0.0.1:${port}`
  const issuer = await createTestIssuer({ issuer: at })
  const signIn = await listen((request) => issuer.fetch(request), { host: '127.0.0.1', port })
  later(() => signIn.close(0))
  const world = await openE2eWorld({ ...options, signIn: { issuer: at, foyerPort: await freePort() } })
  later(world.close)
  const token = async () => `Bearer ${await issuer.accessToken(claimsOf(ada))}`
  return { world, token }
}

/**
 * A machine that is slow may keep PostgreSQL silent for too long, which is another fault: then it is asked again.
 * @throws TypeError where the process is gone
 */
async function ask(...asked: Parameters<typeof askOnce>) {
  for (;;) {
    const answer = await askOnce(...asked)
    if (answer.status !== 503 || !answer.text.includes('store_unavailable')) return answer
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function askOnce(
  world: E2eWorld,
  call: string,
  token: string | null,
  body?: object | Uint8Array,
  cookie = '',
) {
  const [method = '', path] = call.split(' ')
  const isFile = body instanceof Uint8Array
  const answer = await fetch(`${world.origin}${path}`, {
    method,
    headers: {
      Connection: 'close',
      ...(cookie === '' ? {} : { Cookie: cookie }),
      ...(token === null ? {} : { Authorization: token }),
      ...(body ? { 'Content-Type': isFile ? 'application/octet-stream' : 'application/json' } : {}),
    },
    ...(body ? { body: isFile ? new Blob([new Uint8Array(body)]) : JSON.stringify(body) } : {}),
  })
  const cookies = answer.headers.getSetCookie().map((set) => set.split(';')[0])
  return { status: answer.status, text: await answer.text(), cookie: cookies.join('; ') }
}

/** Again and again, whatever becomes of the connections, until it is to end. */
async function again(isOver: () => boolean, work: () => Promise<void>): Promise<void> {
  while (!isOver()) {
    await work().catch((error) => {
      // What `fetch` throws when a connection is refused or cut.
      if (!(error instanceof TypeError)) throw error
    })
  }
}

async function meetOnce(world: E2eWorld, token: string): Promise<void> {
  const { url } = JSON.parse((await ask(world, 'POST /api/rooms/assembly/start', token, {})).text)
  const joined = await fetch(url, { redirect: 'manual' })
  await joined.arrayBuffer()
  const cookie = joined.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const page = await fetch(new URL(joined.headers.get('Location') ?? '', url), {
    headers: { Cookie: cookie },
  })
  await page.arrayBuffer()
  await expect
    .poll(async () => JSON.parse((await ask(world, 'GET /api/join/assembly', null)).text).state, {
      timeout: 60_000,
    })
    .toBe('open')
}

describe('fault 26: a process that is killed', () => {
  test(
    'again and again while it writes: what it said to be done is there, and no file is left over',
    async () => {
      const { world, token } = await openProcess()
      const room = { name: 'Assembly', address: 'assembly' }
      expect((await ask(world, 'POST /api/rooms', await token(), room)).status).toBe(201)
      await meetOnce(world, await token())
      const done = { schedules: new Set<string>(), files: new Set<string>(), feedback: 0 }
      const said = (answer: { status: number; text: string }, status: number) => {
        expect([answer.status, answer.text]).toEqual([status, answer.text])
        return JSON.parse(answer.text || '{}')
      }

      for (let round = 0; round < 3; round++) {
        const bearer = await token()
        const before = done.schedules.size
        let killed = false
        const isKilled = () => killed
        const schedule = again(isKilled, async () => {
          const answer = await ask(world, 'POST /api/rooms/assembly/schedules', bearer, aSchedule)
          done.schedules.add(said(answer, 201).id)
        })
        const file = again(isKilled, async () => {
          const upload = 'POST /api/rooms/assembly/presentations?name=Plan.pdf'
          const answer = await ask(world, upload, bearer, new Uint8Array(pdf(200)))
          if (answer.status !== 409) return void done.files.add(said(answer, 201).id)
          const [id = ''] = done.files
          done.files.delete(id)
          await ask(world, `DELETE /api/rooms/assembly/presentations/${id}`, bearer)
        })
        const face = again(isKilled, async () => {
          // Only those who were given a way in are heard.
          const { cookie } = await ask(world, 'POST /api/join/assembly', null, { name: 'Zoé' })
          const given = { face: 'good' }
          const answer = await ask(world, 'POST /api/join/assembly/feedback', null, given, cookie)
          if (answer.status !== 429) done.feedback += answer.status === 204 ? 1 : 0
        })
        const isBusy = () => done.schedules.size > before + 1 && done.files.size > 0 && done.feedback > 0
        await expect.poll(isBusy, { timeout: 60_000 }).toBe(true)
        killed = true
        await world.restart('SIGKILL')
        await Promise.all([schedule, file, face])

        const after = await token()
        const schedules = said(await ask(world, 'GET /api/rooms/assembly/schedules', after), 200).schedules
        expect(schedules.map(({ id }: { id: string }) => id)).toEqual(
          expect.arrayContaining([...done.schedules]),
        )
        const files = said(
          await ask(world, 'GET /api/rooms/assembly/presentations', after),
          200,
        ).presentations
        expect(files.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([...done.files]))
        const { counts } = said(await ask(world, 'GET /api/rooms/assembly/feedback', after), 200)
        expect(counts.good).toBeGreaterThanOrEqual(done.feedback)
        await expectNoOrphans(world, done.files)
      }
    },
    slow,
  )
})

const aSchedule = {
  title: 'Assembly',
  message: '',
  start: '2030-12-01T14:00',
  timeZone: 'America/Toronto',
  minutes: 60,
  repeat: 'none',
  ends: { kind: 'never' },
}

/** What was arriving is gone; every file has its row, by which it is found again, and those that were kept are there. */
async function expectNoOrphans(world: E2eWorld, kept: ReadonlySet<string>): Promise<void> {
  const folder = path.join(world.dataDir, 'presentations')
  const arriving = path.join(folder, 'arriving')
  await expect
    .poll(async () => (existsSync(arriving) ? await readdir(arriving) : []), { timeout: 30_000 })
    .toEqual([])
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => name !== 'arriving') : []
  const { db, close } = readStore({ database: null, dataDir: world.dataDir })
  const rows = await db.selectFrom('presentations').select('id').execute()
  await close()
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(names))
  expect(names).toEqual(expect.arrayContaining([...kept]))
}

describe('fault 26: processes that are asked to end', () => {
  test(
    'one after the other, behind a balancer: no request fails',
    async () => {
      const { database } = await postgres().place()
      const options = database === null ? {} : { database }
      const first = await openProcess(options)
      const second = await openProcess(options)
      const room = { name: 'Assembly', address: 'assembly' }
      expect((await ask(first.world, 'POST /api/rooms', await first.token(), room)).status).toBe(201)
      const statuses: number[] = []
      let isOver = false

      /** A balancer asks the other one where a connection is refused, or cut before an answer. */
      const balanced = async (call: string, body?: object) => {
        const answer = await ask(first.world, call, null, body).catch((error) => {
          if (!(error instanceof TypeError)) throw error
          return ask(second.world, call, null, body)
        })
        statuses.push(answer.status)
      }
      const load = async () => {
        while (!isOver) {
          await balanced('GET /assembly')
          await balanced('GET /api/join/assembly')
          await balanced('POST /api/join/assembly', { name: 'Zoé' })
        }
      }
      const loads = Array.from({ length: 6 }, load)
      await expect.poll(() => statuses.length, { timeout: 60_000 }).toBeGreaterThan(30)
      await first.world.restart('SIGTERM')
      const then = statuses.length
      await expect.poll(() => statuses.length, { timeout: 60_000 }).toBeGreaterThan(then + 30)
      isOver = true
      await Promise.all(loads)
      expect([...new Set(statuses)]).toEqual([200])
    },
    slow,
  )
})
