import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { constants, existsSync, rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../e2e/world.ts'

/** The administrator of the stand's Keycloak, which only this machine reaches, and only while a run lasts. */
export const administrator = { username: 'admin', password: 'admin-of-the-test-stand' }

const version = '26.7.3'
const artifact = `org.keycloak:keycloak-quarkus-dist:${version}:tar.gz`
const mavenCopy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache/foyer-keycloak')
/** Milliseconds; a first start on a slow machine makes the whole database. */
const timeout = 240_000

/** A process that lives for minutes: compiling its code thoroughly gains nothing. */
const javaOptions = '-XX:TieredStopAtLevel=1'

const run = promisify(execFile)

export interface Keycloak {
  origin: string
  /** Ends the process and removes its folder. */
  stop(): Promise<void>
}

/**
 * A real Keycloak on a free loopback port, from a copy of the prepared folder: what a run does to it is gone
 * afterwards.
 * @param say told what takes long
 */
export async function startKeycloak(say: (line: string) => void): Promise<Keycloak> {
  const prepared = await prepareKeycloak(say)
  const folder = await mkdtemp(path.join(tmpdir(), 'foyer-keycloak-'))
  try {
    await cp(prepared, folder, { recursive: true, mode: constants.COPYFILE_FICLONE })
    const { origin, stop } = await boot(folder)
    const removeAtOnce = () => rmSync(folder, { recursive: true, force: true })
    // Where the run itself is ended, nothing can be awaited; a signal alone would end it without a word to us.
    process.once('exit', removeAtOnce)
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
    return {
      origin,
      async stop() {
        await stop()
        await rm(folder, { recursive: true, force: true })
        process.off('exit', removeAtOnce)
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/**
 * Fetches, unpacks, builds and boots Keycloak once; the folder is kept. It gets its name when it is complete, so
 * that a run which breaks off leaves nothing half-done, and two at once do not disturb each other.
 * @param say told before it begins, where there is something to do
 * @returns the folder
 * @throws Error where Maven cannot fetch it, or it does not start
 */
export async function prepareKeycloak(say: (line: string) => void): Promise<string> {
  const prepared = path.join(cache, version)
  if (existsSync(prepared)) return prepared
  say(`  preparing Keycloak ${version}, once: a minute or two …`)
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(path.join(cache, `${version}-`))
  try {
    const folder = await unpack(work)
    await run(path.join(folder, 'bin/kc.sh'), ['build', '--db=dev-file'], {
      env: { ...process.env, JAVA_OPTS_APPEND: javaOptions },
    })
    const first = await boot(folder)
    await first.stop()
    await rename(folder, prepared).catch((error) => {
      // Another run was faster, and its folder is as good.
      if (!existsSync(prepared)) throw error
    })
    return prepared
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function unpack(work: string): Promise<string> {
  await run('mvn', ['-q', '-B', mavenCopy, `-Dartifact=${artifact}`, `-DoutputDirectory=${work}`], {
    cwd: work,
  })
  await run('tar', ['-xzf', path.join(work, `keycloak-quarkus-dist-${version}.tar.gz`), '-C', work])
  return path.join(work, `keycloak-${version}`)
}

async function boot(folder: string): Promise<Keycloak> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const words = [
    'start',
    '--optimized',
    '--cache=local',
    '--http-enabled=true',
    '--http-host=127.0.0.1',
    `--http-port=${port}`,
    `--hostname=${origin}`,
  ]
  const child = spawn(path.join(folder, 'bin/kc.sh'), words, {
    env: {
      ...process.env,
      JAVA_OPTS_APPEND: javaOptions,
      KC_BOOTSTRAP_ADMIN_USERNAME: administrator.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the script and the Java that it starts end together.
    detached: true,
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)))
  const endWithUs = () => signal(child, 'SIGKILL')
  process.once('exit', endWithUs)
  const server: Keycloak = {
    origin,
    async stop() {
      await end(child)
      process.off('exit', endWithUs)
    },
  }
  if (await isReady(origin, child)) return server
  await server.stop()
  throw new Error(`Keycloak did not start:\n${output.join('')}`)
}

async function isReady(origin: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + timeout
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${origin}/realms/master`).catch(() => null)
    if (answer?.ok) return true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return false
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const force = setTimeout(() => signal(child, 'SIGKILL'), 20_000)
    child.once('exit', () => {
      clearTimeout(force)
      resolve()
    })
    signal(child, 'SIGTERM')
  })
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name)
  } catch {
    // It has ended already.
  }
}
