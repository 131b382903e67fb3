import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { listLimits } from '../../src/proxy/platform/limits.ts'
import { readSettings } from '../../src/proxy/platform/settings/settings.ts'
import { presentationBucket } from '../../src/proxy/runtime/presentation-bucket.ts'
import { ada, type World } from '../world.ts'
import { type Bucket, openBucket } from './bucket.ts'
import { describeOnBoth, later } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'
import { pdf } from './files.ts'

const key = {
  accessKeyId: 'foyer',
  secretAccessKey: 'canary-s3-secret-0123456789',
  region: 'ca-east-1',
  bucket: 'foyer-files',
}
const place = '/api/rooms/assembly/presentations'

async function opened(): Promise<{ bucket: Bucket; arriving: string }> {
  const bucket = await openBucket(key)
  later(bucket.close)
  const folder = await mkdtemp(path.join(tmpdir(), 'foyer-arriving-'))
  later(() => rm(folder, { recursive: true, force: true }))
  return { bucket, arriving: path.join(folder, 'arriving') }
}

async function upload(w: World, name = 'agenda.pdf'): Promise<Response> {
  const headers = { 'Content-Type': 'application/octet-stream' }
  return await w.ask(`${place}?name=${name}`, {
    method: 'POST',
    as: ada,
    body: new Uint8Array(pdf(3)),
    headers,
  })
}

describeOnBoth('presentations in a bucket', (open) => {
  test('go there whole and signed, come from there to the server of a meeting, and are removed', async () => {
    const { bucket, arriving } = await opened()
    const files = presentationBucket({ ...key, endpoint: bucket.endpoint }, arriving, false, fetch)
    const store = await open()
    await inWorld({ store, files }, async (w) => {
      await adasRoom(w)
      const uploaded = await upload(w)
      expect(uploaded.status).toBe(201)
      const { id } = await uploaded.json()
      expect([...bucket.objects]).toEqual([[`presentations/${id}`, pdf(3)]])
      expect(await readdir(arriving)).toEqual([])
      expect((await adaMeets(w)).text).toMatch(/Presentation<\/dt><dd>agenda\.pdf, 3 pages/)
      await w.ask(`${place}/${id}`, { method: 'DELETE', as: ada })
    })
    await inWorld({ store, files, now: () => Date.now() + 3 * 24 * 60 * 60_000 }, async () => {
      await expect.poll(() => bucket.objects.size).toBe(0)
    })
    expect(bucket.refused).toEqual([])
  })

  test('one that is away keeps nobody from deleting, and what nobody can restore goes when it is back', async () => {
    const { bucket, arriving } = await opened()
    const files = presentationBucket({ ...key, endpoint: bucket.endpoint }, arriving, false, fetch)
    const store = await open()
    const { deletedFilesPerRoom } = listLimits
    const ids: string[] = []
    await inWorld({ store, files }, async (w) => {
      await adasRoom(w)
      for (let n = 0; n <= deletedFilesPerRoom; n++) {
        ids.push((await (await upload(w)).json()).id)
        if (n === deletedFilesPerRoom) bucket.fault = 503
        expect((await w.ask(`${place}/${ids[n]}`, { method: 'DELETE', as: ada })).status).toBe(204)
        const earlier = { deletedAt: Date.now() - 60_000 + n }
        await store.updateTable('presentations').set(earlier).where('id', '=', `${ids[n]}`).execute()
      }
      expect((await (await w.ask(place, { as: ada })).json()).presentations).toEqual([])
      const restore = (id = '') => w.ask(`${place}/${id}/restore`, { method: 'POST', as: ada })
      expect([(await restore(ids[0])).status, (await restore(ids[1])).status]).toEqual([404, 200])
      expect(w.logged()).toContain('is not removed yet')
    })
    expect(bucket.objects.size).toBe(deletedFilesPerRoom + 1)
    bucket.fault = null
    await inWorld({ store, files, now: () => Date.now() + 2 * 60 * 60_000 }, async () => {
      const rows = async () => (await store.selectFrom('presentations').select('id').execute()).length
      await expect.poll(rows).toBe(deletedFilesPerRoom)
      expect([...bucket.objects.keys()]).not.toContain(`presentations/${ids[0]}`)
    })
  })

  test('a store that is down, full or refuses the key is said, and leaves nothing behind', async () => {
    const { bucket, arriving } = await opened()
    const wrong = { ...key, endpoint: bucket.endpoint, secretAccessKey: 'another' }
    const gone = { ...key, endpoint: 'http://127.0.0.1:1' }
    const full = { ...key, endpoint: bucket.endpoint }
    for (const store of [wrong, gone, full]) {
      bucket.fault = store === full ? 507 : null
      const files = presentationBucket(store, arriving, false, fetch)
      await inWorld({ store: await open(), files }, async (w) => {
        await adasRoom(w)
        const answer = await upload(w)
        expect([answer.status, (await answer.json()).code]).toEqual([503, 'store_unavailable'])
        expect((await (await w.ask(place, { as: ada })).json()).presentations).toEqual([])
        expect(await w.store.selectFrom('presentations').selectAll().execute()).toEqual([])
      })
    }
    expect(bucket.refused).toContain('SignatureDoesNotMatch')
    expect(bucket.objects.size).toBe(0)
    expect(await readdir(arriving).catch(() => [])).toEqual([])
  })
})

test('its settings are read, its secret from the environment; without them files lie in dataDir', () => {
  const yaml = (more: string) => `
publicUrl: https://meet.example.coop
secret: ${'x'.repeat(32)}
signIn: { issuers: [{ id: sso, issuer: "https://sso.example.coop", clientId: foyer, audience: foyer-api }] }
organisations: [{ id: riverside, name: Riverside }]
servers: [{ id: de, url: "https://bbb.example.coop", secret: x, name: Germany, country: DE }]
${more}`
  const s3 = (endpoint: string) =>
    yaml(
      `presentations: { s3: { endpoint: "${endpoint}", bucket: files, accessKeyId: foyer, secretAccessKey: "\${S3}" } }`,
    )
  const { presentations } = readSettings(s3('https://s3.example.coop'), { S3: 'hidden' })
  expect(presentations.s3).toMatchObject({ region: 'us-east-1', bucket: 'files', secretAccessKey: 'hidden' })
  expect(readSettings(yaml(''), {}).presentations).toEqual({ maxMegabytes: 30, perRoom: 20, s3: null })
  expect(() => readSettings(s3('s3.example.coop'), { S3: 'hidden' })).toThrow(/presentations\.s3\.endpoint/)
})
