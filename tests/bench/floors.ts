import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { costOf, middle } from './costs.ts'
import { openFloor } from './floor.ts'
import { openRequester } from './requests.ts'
import { openService } from './service.ts'
import { asTime, type Row } from './table.ts'

/** What other figures stand on: a row by the driver alone, Node's own start, a page of its libraries alone. */
export async function* floorRows(): AsyncGenerator<Row> {
  yield* driverRows()
  const service = await openService()
  try {
    yield await startRow(service.world.restart)
    yield* recordingRows(service)
  } finally {
    await service.close()
  }
  yield await pageRow()
}

async function* driverRows(): AsyncGenerator<Row> {
  const [floor, driver] = [await openFloor(), await openFloor('driver.ts')]
  const requester = openRequester()
  try {
    const { own, bare } = (
      await costOf({ requests: [{ path: '/' }], status: 200 }, driver, { floor, requester })
    ).clock
    yield {
      what: 'one row by the driver alone',
      measured: asTime(own),
      floor: asTime(bare),
      figure: bare / own,
      budget: { least: 0.5 },
    }
  } finally {
    await requester.close()
    floor.close()
    driver.close()
  }
}

const starts = 5

/** @param restart milliseconds from the start until it is ready */
async function startRow(restart: (signal: 'SIGTERM') => Promise<number>): Promise<Row> {
  const own: number[] = []
  const bare: number[] = []
  for (let start = 0; start < starts; start++) {
    own.push(await restart('SIGTERM'))
    const began = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    bare.push(performance.now() - began)
  }
  const [ready, node] = [middle(own, (time) => time), middle(bare, (time) => time)]
  return {
    what: 'start until ready, in starts of Node alone',
    measured: asTime(ready),
    floor: asTime(node),
    figure: ready / node,
    budget: { most: 30 },
  }
}

const recordings = 10_000

/** The list of a room's recordings, none of which its server need be asked about. */
async function* recordingRows({ world, member, quiet }: Awaited<ReturnType<typeof openService>>) {
  const floor = await openFloor()
  const requester = openRequester()
  try {
    addRecordings(world.dataDir, quiet)
    const served = { origin: world.origin, pid: world.pid() }
    for (const [what, path, most] of [
      ['list of 10,000 recordings of a room', `/api/rooms/${quiet}/recordings`, 2_000],
      ['list of all recordings of a person, the latest 500', '/api/recordings', 500],
    ] as const) {
      const times: { own: number; bare: number }[] = []
      for (let round = 0; round < 5; round++) {
        times.push({
          own: await timeOf(6, (count) =>
            requester.send({
              origin: served.origin,
              requests: [{ path, headers: member }],
              status: 200,
              count,
              connections: 1,
            }),
          ),
          bare: await timeOf(500, (count) =>
            requester.send({
              origin: floor.origin,
              requests: [{ path: '/' }],
              status: 200,
              count,
              connections: 1,
            }),
          ),
        })
      }
      const { own, bare } = middle(times, (time) => time.own / time.bare)
      const figure = own / bare
      yield {
        what: `${what}, in bare answers`,
        measured: asTime(own),
        floor: asTime(bare),
        figure,
        budget: { most },
      }
    }
  } finally {
    await requester.close()
    floor.close()
  }
}

async function timeOf(count: number, ask: (count: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  await ask(count)
  return (performance.now() - began) / count
}

/** Beside the process that runs, which reads them at the next request. */
function addRecordings(dataDir: string, address: string): void {
  const database = new DatabaseSync(path.join(dataDir, 'foyer.db'))
  const now = Date.now()
  database
    .prepare(
      `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < :recordings)
      insert into recordings (id, room_id, owner_id, meeting_id, record_id, server, name, state, audience, started_at,
        minutes, formats, absent, checked_at, last_seen_at)
      select 'recording-' || n, rooms.id, rooms.owner_id, 'meeting-' || n, 'record-' || n, 'de', 'Assembly', 'ready',
        'hosts', :now - n * 3600000, 60, '[{"type":"presentation","url":"http://127.0.0.1/playback/x","minutes":60}]',
        0, :later, :now
      from numbers, rooms where rooms.address = :address`,
    )
    .run({ recordings, now, later: now + 86_400_000, address })
  database.close()
}

/** The code of the members' first page beside that of its libraries alone, packed. */
async function pageRow(): Promise<Row> {
  const root = path.resolve(import.meta.dirname, '../..')
  const own = await packedOf({ member: path.join(root, 'index.html') }, root)
  const libraries = await packedOf({ libraries: path.join(import.meta.dirname, 'libraries.ts') }, root)
  return {
    what: 'code of the members’ pages, in that of its libraries',
    measured: `${(own / 1024).toFixed(0)} KB`,
    floor: `${(libraries / 1024).toFixed(0)} KB`,
    figure: own / libraries,
    budget: { most: 2 },
  }
}

/** @returns bytes of all code that an entry loads at once */
async function packedOf(input: Record<string, string>, root: string): Promise<number> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, modulePreload: { polyfill: false }, rolldownOptions: { input } },
  })
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : []
  const chunks = outputs.flatMap(({ output }) => output.filter((one) => one.type === 'chunk'))
  const wanted = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  for (const name of wanted) {
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) wanted.add(next)
  }
  return chunks
    .filter(({ fileName }) => wanted.has(fileName))
    .reduce((sum, { code }) => sum + gzipSync(code).length, 0)
}
