import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Presentation, PresentationList } from '../../src/contract/presentations.ts'
import { b3scale, bbb30 } from '../../src/demo/bbb/persona.ts'
import { listen } from '../../src/proxy/runtime/listen.ts'
import { presentationFolder } from '../../src/proxy/runtime/presentation-files.ts'
import { ada, claimsOf, origins, type World } from '../world.ts'
import { cleanUp, describeOnBoth, later, sqlite } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'
import { compound, jpg, office, openDocument, pdf, png, zip } from './files.ts'

const place = '/api/rooms/assembly/presentations'
const asFile = { 'Content-Type': 'application/octet-stream' }

function upload(w: World, name: string, body: BodyInit | Buffer, headers: Record<string, string> = asFile) {
  const stream = body instanceof ReadableStream ? { duplex: 'half' as const } : {}
  return w.ask(`${place}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    as: ada,
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
    headers,
    ...stream,
  })
}

async function uploaded(w: World, name: string, body: Buffer): Promise<Presentation> {
  const answer = await upload(w, name, body)
  expect([name, answer.status]).toEqual([name, 201])
  return await answer.json()
}

async function listed(w: World): Promise<PresentationList> {
  return await (await w.ask(place, { as: ada })).json()
}

async function names(w: World): Promise<string[]> {
  return (await listed(w)).presentations.map(({ name }) => name)
}

function change(w: World, { id }: Presentation, json: object) {
  return w.ask(`${place}/${id}`, { method: 'PATCH', as: ada, json })
}

/** A folder that the test can look into. */
async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'foyer-files-'))
  later(() => rm(made, { recursive: true, force: true }))
  return made
}

/** What a server was given with its `create`, or into a running meeting. */
function addresses(w: World, call: string): { url: string; filename: string }[] {
  const bodies = w.de.received.filter((one) => one.call === call).map(({ body }) => body)
  return [...(bodies.at(-1) ?? '').matchAll(/<document url="([^"]+)" filename="([^"]+)"/g)].map(
    ([, url = '', filename = '']) => ({ url, filename }),
  )
}

/** A file as it was met. */
function found(name: string): Buffer {
  return readFileSync(path.join(import.meta.dirname, 'files', name))
}

const kinds: [name: string, content: Buffer][] = [
  ['agenda.pdf', pdf(3)],
  ['plan.png', png()],
  ['photo.jpg', jpg],
  ['PHOTO.JPEG', jpg],
  ['slides.pptx', office('pptx')],
  ['minutes.docx', office('docx')],
  ['budget.xlsx', office('xlsx')],
  ['slides.odp', openDocument('presentation')],
  ['minutes.odt', openDocument('text')],
  ['budget.ods', openDocument('spreadsheet')],
  ['behind a byte-order mark.pdf', found('pdf-behind-byte-order-mark.pdf')],
  ['behind a line break.pdf', found('pdf-behind-line-break.pdf')],
  ['old.ppt', compound(['PowerPoint Document', 'Current User'])],
  ['old.doc', compound(['WordDocument', '1Table'])],
  ['old.xls', compound(['Workbook'])],
]

const bomb = { name: 'ppt/media/image1.bin', content: 'x', says: { unpacked: 999_000_000 } }
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

/** Files that are not what they seem, or do harm. */
const refused: [name: string, content: string | Buffer, reason: string][] = [
  ['empty.pdf', '', 'empty'],
  ['text.pdf', 'no PDF at all', 'type'],
  ['program.pdf', 'MZ\x90\0\x03', 'type'],
  ['agenda.pdf', png(), 'mismatch'],
  ['picture.png', pdf(), 'mismatch'],
  ['slides.pptx', office('docx'), 'mismatch'],
  ['slides.ppt', compound(['WordDocument']), 'mismatch'],
  ['late%PDF.pdf', `<html>%PDF-1.7`, 'active'],
  ['picture.svg', svg, 'active'],
  ['picture.png', svg, 'active'],
  ['picture.pdf', `\ufeff<?xml version="1.0"?>${svg}`, 'active'],
  ['page.html', '<!doctype html><script>alert(1)</script>', 'active'],
  ['animation.gif', 'GIF89a\x01\0\x01\0', 'type'],
  ['picture.webp', 'RIFF\x24\0\0\0WEBPVP8 ', 'type'],
  ['archive.pptx', zip([{ name: 'readme.txt', content: 'hello' }]), 'type'],
  ['slides.pptx', office('pptx', [{ name: 'ppt/vbaProject.bin', content: 'x' }]), 'macros'],
  [
    'slides.pptx',
    office('pptx', [], '<Override ContentType="application/vnd.ms-office.vbaProject"/>'),
    'macros',
  ],
  [
    'slides.pptm',
    office('pptx', [], 'application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml'),
    'macros',
  ],
  ['form.docx', office('docx', [{ name: 'word/activeX/activeX1.bin' }]), 'active'],
  [
    'slides.odp',
    openDocument('presentation', [{ name: 'Basic/Standard/Module1.xml', content: 'x' }]),
    'macros',
  ],
  ['old.doc', compound(['WordDocument', 'Macros', 'VBA']), 'macros'],
  ['secret.pptx', compound(['EncryptedPackage', 'EncryptionInfo']), 'locked'],
  ['secret.odt', zip([{ name: 'mimetype', says: { flags: 1 } }]), 'locked'],
  ['bomb.pptx', office('pptx', [bomb, bomb]), 'expands'],
  ['steep.pptx', office('pptx', [{ ...bomb, says: { unpacked: 60_000_000 } }]), 'expands'],
  ['overlap.pptx', office('pptx', [{ name: 'a', says: { packed: 4_000_000 } }]), 'expands'],
  [
    'many.pptx',
    zip(Array.from({ length: 20_001 }, (_, index) => ({ name: String(index), stored: true }))),
    'expands',
  ],
  ['wall.png', png(60_000, 60_000), 'expands'],
  ['cut.pptx', office('pptx').subarray(0, 200), 'damaged'],
  ['cut.doc', compound(['WordDocument']).subarray(0, 600), 'damaged'],
  ['loop.doc', loop(), 'damaged'],
  ['../../.pdf', pdf(), 'name'],
  ['\u202e.pdf', pdf(), 'name'],
]

/** Its directory goes round in a circle. */
function loop(): Buffer {
  const file = compound(['WordDocument'])
  file.writeUInt32LE(1, 512 + 4)
  return file
}

describeOnBoth('fault 38: presentations', (open) => {
  test('every kind that a meeting shows is taken, and keeps its order', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      for (const [name, content] of kinds) {
        const { kind, bytes } = await uploaded(w, name, content)
        expect([name, bytes]).toEqual([name, content.length])
        expect(name.toLowerCase().replace('jpeg', 'jpg')).toMatch(new RegExp(`\\.${kind}$`))
      }
      const list = await listed(w)
      expect(list.presentations.map(({ name }) => name)).toEqual(kinds.map(([name]) => name))
      expect(list.limits).toEqual({ bytes: 30_000_000, count: 20 })
    })
  })

  test('a name whose end BBB does not know gets the end of what the file is', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const given: [raw: string, content: Buffer, name: string][] = [
        ['camera.jfif', jpg, 'camera.jpg'],
        ['CAMERA.JPE', jpg, 'CAMERA.jpg'],
        ['minutes 12.3', office('docx'), 'minutes 12.3.docx'],
        ['schedule.v2', png(), 'schedule.v2.png'],
        ['talk.pps', compound(['PowerPoint Document']), 'talk.ppt'],
      ]
      for (const [raw, content, name] of given) expect((await uploaded(w, raw, content)).name).toBe(name)
      const wrong = await upload(w, 'camera.jfif', png())
      expect((await wrong.json()).values).toEqual({ reason: 'mismatch' })
    })
  })

  test('what no meeting may have is refused with its reason, and nothing of it is left', async () => {
    const at = await folder()
    await inWorld({ store: await open(), files: presentationFolder(at, true) }, async (w) => {
      await adasRoom(w)
      for (const [name, content, reason] of refused) {
        const answer = await upload(w, name, content === '' ? '' : Buffer.from(content))
        const { code, values } = await answer.json()
        expect([name, answer.status, code, values]).toEqual([name, 400, 'file_refused', { reason }])
      }
      expect(await names(w)).toEqual([])
      expect((await readdir(at, { recursive: true })).filter((name) => name !== 'arriving')).toEqual([])
    })
  })

  test('too much is refused by what is announced, and by what comes', async () => {
    const settings = (yaml: string) => `presentations: { maxMegabytes: 1, perRoom: 2 }\n${yaml}`
    const at = await folder()
    await inWorld({ store: await open(), settings, files: presentationFolder(at, true) }, async (w) => {
      await adasRoom(w)
      const tooLarge = { code: 'file_refused', values: { reason: 'too_large', limit: 1 } }
      const announced = await upload(w, 'a.pdf', '%PDF-', { ...asFile, 'Content-Length': '1000001' })
      expect(await announced.json()).toMatchObject(tooLarge)
      let asked = 0
      const endless = new ReadableStream({
        pull(controller) {
          asked += 1
          controller.enqueue(new Uint8Array(100_000))
        },
      })
      expect(await (await upload(w, 'b.pdf', endless)).json()).toMatchObject(tooLarge)
      expect(asked).toBeLessThan(20)
      const both = [upload(w, 'c.pdf', pdf()), upload(w, 'd.pdf', pdf()), upload(w, 'e.pdf', pdf())]
      const statuses = (await Promise.all(both)).map(({ status }) => status)
      expect(statuses.sort()).toEqual([201, 201, 409])
      expect((await readdir(at)).length).toBe(3)
      expect(await readdir(path.join(at, 'arriving'))).toEqual([])
    })
  })

  test('a sender who goes away leaves nothing, and only the right label is taken', async () => {
    const at = await folder()
    await inWorld({ store: await open(), files: presentationFolder(at, true) }, async (w) => {
      await adasRoom(w)
      const cut = new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(Buffer.from('%PDF-1.7 and then'))),
        pull: (controller) => controller.error(new Error('gone')),
      })
      const answer = await upload(w, 'agenda.pdf', cut)
      expect([answer.status, (await answer.json()).code]).toEqual([400, 'body_invalid'])
      for (const type of ['application/pdf', 'multipart/form-data; boundary=x', 'text/plain']) {
        const labelled = await upload(w, 'agenda.pdf', pdf(), { 'Content-Type': type, Origin: origins.foyer })
        expect([type, labelled.status]).toEqual([type, 415])
      }
      expect(await readdir(path.join(at, 'arriving'))).toEqual([])
      expect(await names(w)).toEqual([])
    })
  })

  test('names are data: cleaned, of a limited length, and never a path', async () => {
    const at = await folder()
    await inWorld({ store: await open(), files: presentationFolder(at, true) }, async (w) => {
      await adasRoom(w)
      const cleaned: [raw: string, name: string][] = [
        ['../../etc/passwd.pdf', 'passwd.pdf'],
        ['C:\\Users\\ada\\Ordre du jour.pdf', 'Ordre du jour.pdf'],
        ['a\0b\r\nc\u202egnp.pdf', 'ab c gnp.pdf'.replace('c gnp', 'cgnp')],
        ['<script>"&\'.PDF', 'script"&\'.PDF'],
        ['Ordre du jour 2.1', 'Ordre du jour 2.1.pdf'],
        ['no end', 'no end.pdf'],
        ['schedule.v2', 'schedule.v2.pdf'],
        ['minutes 12.3', 'minutes 12.3.pdf'],
        ['notes.by.ada', 'notes.by.ada.pdf'],
        ['.PDF.v1', '.PDF.v1.pdf'],
        [`${'é'.repeat(500)}.pdf`, `${'é'.repeat(196)}.pdf`],
        [`${'👩‍👩‍👧‍👦'.repeat(300)}.pdf`, `${'👩‍👩‍👧‍👦'.repeat(39)}.pdf`],
      ]
      for (const [raw, name] of cleaned) expect((await uploaded(w, raw, pdf())).name).toBe(name)
      const ids = (await listed(w)).presentations.map(({ id }) => id)
      expect((await readdir(at)).filter((file) => file !== 'arriving').sort()).toEqual(ids.toSorted())
      for (const id of ids) expect((await stat(path.join(at, id))).mode & 0o777).toBe(0o600)
      const [first] = (await listed(w)).presentations
      if (!first) throw new Error('nothing is there')
      const renamed = await change(w, first, { name: 'x/../Procès-verbal.pdf' })
      expect((await renamed.json()).name).toBe('Procès-verbal.pdf')
      const wrong = await change(w, first, { name: 'now.png' })
      expect(await wrong.json()).toMatchObject({ code: 'file_refused', values: { reason: 'mismatch' } })
    })
  })
})

test('over a real connection, too much is answered in words, and one that breaks off leaves nothing', async () => {
  const at = await folder()
  const settings = (yaml: string) => `presentations: { maxMegabytes: 1 }\n${yaml}`
  await inWorld(
    { store: await sqlite().open(), settings, files: presentationFolder(at, true) },
    async (w) => {
      await adasRoom(w)
      const server = await listen((request) => w.proxy.fetch(request), { host: '127.0.0.1', port: 0 })
      later(() => server.close(0))
      const headers = { ...asFile, Authorization: `Bearer ${await w.issuer.accessToken(claimsOf(ada))}` }
      const address = `http://127.0.0.1:${server.port}${place}?name=a.pdf`
      const sent = await fetch(address, { method: 'POST', headers, body: new Uint8Array(5_000_000) })
      expect(await sent.json()).toMatchObject({ code: 'file_refused', values: { reason: 'too_large' } })

      const announced = { ...headers, 'Content-Length': '900000' }
      const breaking = request(address, { method: 'POST', headers: announced }).on('error', () => undefined)
      breaking.write('%PDF-1.7')
      await expect.poll(() => readdir(path.join(at, 'arriving')).catch(() => [])).toHaveLength(1)
      breaking.destroy()
      await expect.poll(() => readdir(path.join(at, 'arriving'))).toEqual([])
      expect(await names(w)).toEqual([])
    },
  )
  await cleanUp()
})

describeOnBoth('the presentations of a room', (open) => {
  test('can be ordered, deleted, and taken back to their place', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const [a, b, c] = [
        await uploaded(w, 'a.pdf', pdf()),
        await uploaded(w, 'b.pdf', pdf()),
        await uploaded(w, 'c.pdf', pdf()),
      ]
      await change(w, c, { position: 0 })
      expect(await names(w)).toEqual(['c.pdf', 'a.pdf', 'b.pdf'])
      await change(w, c, { position: 1 })
      expect(await names(w)).toEqual(['a.pdf', 'c.pdf', 'b.pdf'])
      await change(w, a, { position: 99 })
      expect(await names(w)).toEqual(['c.pdf', 'b.pdf', 'a.pdf'])
      expect((await w.ask(`${place}/${b.id}`, { method: 'DELETE', as: ada })).status).toBe(204)
      expect(await names(w)).toEqual(['c.pdf', 'a.pdf'])
      expect((await change(w, b, { position: 0 })).status).toBe(404)
      expect((await w.ask(`${place}/${b.id}/restore`, { method: 'POST', as: ada })).status).toBe(200)
      expect(await names(w)).toEqual(['c.pdf', 'b.pdf', 'a.pdf'])
    })
  })

  test('go when nobody can ask for them any more, and with a room that goes for good', async () => {
    const at = await folder()
    const store = await open()
    const files = presentationFolder(at, true)
    const kept = async () => (await readdir(at)).filter((name) => name !== 'arriving').length
    await inWorld({ store, files }, async (w) => {
      await adasRoom(w)
      const [a] = [await uploaded(w, 'a.pdf', pdf()), await uploaded(w, 'b.pdf', pdf())]
      await w.ask(`${place}/${a.id}`, { method: 'DELETE', as: ada })
    })
    await inWorld({ store, files }, async (w) => {
      await w.ask('/api/rooms', { as: ada })
      expect(await kept()).toBe(2)
    })
    const day = 24 * 60 * 60_000
    await inWorld({ store, files, now: () => Date.now() + 2 * day }, async () => {
      await expect.poll(kept).toBe(1)
    })
    await store.updateTable('rooms').set({ deletedAt: Date.now() }).execute()
    await inWorld({ store, files, now: () => Date.now() + 31 * day }, async () => {
      await expect.poll(kept).toBe(0)
      await expect.poll(() => store.selectFrom('presentations').selectAll().execute()).toEqual([])
    })
  })

  test('what never arrived does not count among those of a room', async () => {
    const store = await open()
    const settings = (yaml: string) => `presentations: { perRoom: 2 }\n${yaml}`
    await inWorld({ store, settings }, async (w) => {
      await adasRoom(w)
      await uploaded(w, 'a.pdf', pdf())
      const whole = await store.selectFrom('presentations').selectAll().executeTakeFirstOrThrow()
      await store
        .insertInto('presentations')
        .values({ ...whole, id: 'half', keptAt: null })
        .execute()
      expect((await upload(w, 'b.pdf', pdf())).status).toBe(409)
      const begun = { createdAt: Date.now() - 61 * 60_000 }
      await store.updateTable('presentations').set(begun).execute()
      expect((await upload(w, 'b.pdf', pdf())).status).toBe(201)
      expect((await upload(w, 'c.pdf', pdf())).status).toBe(409)
    })
  })

  test('what a process left half done when it was killed is swept by the next', async () => {
    const at = await folder()
    const store = await open()
    await inWorld({ store, files: presentationFolder(at, true) }, async (w) => {
      await adasRoom(w)
      await uploaded(w, 'a.pdf', pdf())
    })
    await writeFile(path.join(at, 'arriving', 'half'), '%PDF-')
    const { roomId } = await store.selectFrom('presentations').select('roomId').executeTakeFirstOrThrow()
    const half = {
      name: 'b.pdf',
      kind: 'pdf' as const,
      bytes: 5,
      position: 1,
      keptAt: null,
      deletedAt: null,
    }
    await store
      .insertInto('presentations')
      .values({ id: 'half', roomId, ...half, createdAt: Date.now() - 2 * 60 * 60_000 })
      .execute()
    await writeFile(path.join(at, 'half'), '%PDF-')
    await inWorld({ store, files: presentationFolder(at, true) }, async () => {
      // The row goes last.
      const rows = () => store.selectFrom('presentations').select('name').execute()
      await expect.poll(rows).toEqual([{ name: 'a.pdf' }])
      expect(await readdir(at, { recursive: true })).toHaveLength(2)
    })
  })
})

describeOnBoth('presentations in a meeting', (open) => {
  test('all are handed to the server when the meeting begins, the first to be shown', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await uploaded(w, 'budget & "plan".xlsx', office('xlsx'))
      const agenda = await uploaded(w, 'agenda.pdf', pdf(3))
      await change(w, agenda, { position: 0 })
      const page = await adaMeets(w)
      expect(page.text).toMatch(/Presentation<\/dt><dd>agenda\.pdf, 3 pages/)
      expect(page.text).toMatch(/Also there<\/dt><dd>budget &#38; &#34;plan&#34;\.xlsx/)
      expect(addresses(w, 'create').map(({ filename }) => filename)).toEqual([
        'agenda.pdf',
        'budget &amp; &quot;plan&quot;.xlsx',
      ])
    })
  })

  test('a room without any asks for none, and the server shows its own', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      expect((await adaMeets(w)).text).toContain('default.pdf')
      expect(w.de.received.find(({ call }) => call === 'create')?.body).toBe('')
    })
  })

  test('a lost answer is asked for again with the same bytes, whatever the host did meanwhile', async () => {
    // No poll finds the meeting first, and a slow machine has the time to try again.
    const pace = { poll: 600_000, retry: 5_000 }
    await inWorld({ store: await open(), pace }, async (w) => {
      await adasRoom(w)
      const agenda = await uploaded(w, 'agenda.pdf', pdf())
      w.de.fault = 'create_answer_lost'
      const start = () => w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      expect((await start()).status).toBe(503)
      await uploaded(w, 'late.pdf', pdf())
      await change(w, agenda, { name: 'renamed.pdf' })
      w.de.fault = 'none'
      expect((await start()).status).toBe(200)
      const creates = w.de.received.filter(({ call }) => call === 'create')
      expect(creates.length).toBeGreaterThanOrEqual(3)
      expect(new Set(creates.map(({ query, body }) => `${query}${body}`)).size).toBe(1)
    })
  })

  test('a server that takes long to fetch them is asked whether it has the meeting, and it has', async () => {
    const pace = { create: 200, poll: 600_000 }
    await inWorld({ store: await open(), pace }, async (w) => {
      await adasRoom(w)
      await uploaded(w, 'agenda.pdf', pdf(3))
      w.de.fault = 'slow_documents'
      const started = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      expect(started.status).toBe(200)
      const { url } = await started.json()
      const page = await w.openAtBbb(url)
      expect(page.text).not.toContain('agenda.pdf')
      const calls = w.de.received
        .filter(({ query }) => query.get('meetingID') !== 'foyer-nobody')
        .map(({ call }) => call)
        .filter((call) => call !== 'getMeetings')
      // The next polls ask about it, too.
      expect([...new Set(calls)]).toEqual(['create', 'getMeetingInfo', 'join'])
      expect(calls.filter((call) => call === 'create')).toHaveLength(1)

      const schedule = await uploaded(w, 'plan.png', png())
      const shown = await w.ask(`${place}/${schedule.id}/show`, { method: 'POST', as: ada })
      expect(shown.status).toBe(202)
      w.de.fault = 'none'
      await expect.poll(async () => (await w.openAtBbb(url)).text).toMatch(/plan\.png, 1 page/)
      expect((await w.openAtBbb(url)).text).toContain('agenda.pdf')
      expect(w.de.received.filter(({ call }) => call === 'create')).toHaveLength(1)
    })
  })

  test('a server that answers without the meeting while it fetches is not called dead', async () => {
    await inWorld({ store: await open(), pace: { create: 200, poll: 600_000 } }, async (w) => {
      await adasRoom(w)
      await uploaded(w, 'agenda.pdf', pdf())
      w.de.persona = b3scale
      w.de.fault = 'slow_documents'
      const start = () => w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      const late = await start()
      expect([late.status, (await late.json()).code]).toEqual([503, 'start_timeout'])
      expect(late.headers.get('Retry-After')).toBe('10')
      w.de.fault = 'none'
      await expect.poll(async () => (await start()).status).toBe(200)
      const creates = w.de.received.filter(({ call }) => call === 'create')
      expect(new Set(creates.map(({ query, body }) => `${query}${body}`)).size).toBe(1)
      expect(w.ca.received.filter(({ call }) => call === 'create')).toEqual([])
    })
  })

  test('a server that falls silent is asked for no longer than before', async () => {
    await inWorld({ store: await open(), pace: { create: 200, poll: 600_000 } }, async (w) => {
      await adasRoom(w)
      await uploaded(w, 'agenda.pdf', pdf())
      await expect.poll(() => w.ask('/api/status').then((answer) => answer.text())).toContain('"up"')
      w.de.fault = 'hang'
      w.ca.fault = 'hang'
      const silent = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      expect([silent.status, (await silent.json()).code]).toEqual([503, 'server_unreachable'])
    })
  })

  test('the address is for that meeting alone, never shown by a browser, and in no log', async () => {
    const store = await open()
    let now = Date.now()
    await inWorld({ store, now: () => now }, async (w) => {
      await adasRoom(w)
      const agenda = await uploaded(w, 'agenda.pdf', pdf())
      await adaMeets(w)
      const [named] = addresses(w, 'create')
      const { pathname } = new URL(named?.url ?? '')
      const fetched = await w.ask(pathname)
      expect(fetched.status).toBe(200)
      expect(Object.fromEntries(fetched.headers)).toMatchObject({
        'content-type': 'application/pdf',
        'content-length': String(pdf().length),
        'content-disposition': 'attachment; filename="presentation.pdf"',
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
      })
      expect(Buffer.from(await fetched.arrayBuffer())).toEqual(pdf())
      const head = await w.ask(pathname, { method: 'HEAD' })
      expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([
        200,
        String(pdf().length),
        '',
      ])
      const refusedBy = async (address: string) => (await w.ask(address)).status
      expect(await refusedBy(pathname.replace(/\/[\w-]{6}/g, (part) => part.toUpperCase()))).toBeGreaterThan(
        399,
      )
      expect(await refusedBy(pathname.replace('.', 'A.'))).toBe(401)
      expect(await refusedBy(pathname.replace(/\.[\w-]+\//, '.AAAA/'))).toBe(401)
      await w.ask(`${place}/${agenda.id}`, { method: 'DELETE', as: ada })
      expect(await refusedBy(pathname)).toBe(401)
      await w.ask(`${place}/${agenda.id}/restore`, { method: 'POST', as: ada })
      expect(await refusedBy(pathname)).toBe(200)
      now += 61 * 60_000
      expect(await refusedBy(pathname)).toBe(401)
      now -= 61 * 60_000
      await store.updateTable('meetings').set({ endedAt: now, state: 'ended' }).execute()
      expect(await refusedBy(pathname)).toBe(401)
      const token = pathname.split('/')[3] ?? 'none'
      expect(w.logged()).not.toContain(token.slice(0, 20))
      expect(w.logged()).toContain('/hooks/presentations/…')
    })
  })

  test('another one goes into the meeting that runs', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const page = await adaMeets(w)
      const schedule = await uploaded(w, 'plan.png', png())
      const shown = await w.ask(`${place}/${schedule.id}/show`, { method: 'POST', as: ada })
      expect(shown.status).toBe(202)
      const again = await w.openAtBbb(page.url)
      expect(again.status).toBeLessThan(500)
      expect(addresses(w, 'insertDocument')).toMatchObject([{ filename: 'plan.png' }])
      const started = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      expect((await w.openAtBbb((await started.json()).url)).text).toMatch(
        /Presentation<\/dt><dd>plan\.png, 1 page/,
      )
    })
  })

  test('a server that cannot, one that is dead, and no meeting are told apart', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const schedule = await uploaded(w, 'plan.png', png())
      const show = async () => {
        const answer = await w.ask(`${place}/${schedule.id}/show`, { method: 'POST', as: ada })
        return [answer.status, (await answer.json()).code]
      }
      expect(await show()).toEqual([409, 'no_meeting'])
      await adaMeets(w)
      w.de.fault = 'refuse'
      expect(await show()).toEqual([503, 'server_unreachable'])
      w.de.fault = 'html_404'
      expect(await show()).toEqual([502, 'presentation_not_taken'])
      w.de.fault = 'none'
      expect((await listed(w)).onlyAtStart).toBe(false)
      w.de.persona = { ...bbb30, insertsDocuments: false }
      expect(await show()).toEqual([502, 'presentation_not_taken'])
      expect((await listed(w)).onlyAtStart).toBe(true)
    })
  })
})
