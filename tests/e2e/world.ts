import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serveSimulator } from '../../src/demo/bbb/serve.ts'
import { type BbbSimulator, createBbbSimulator } from '../../src/demo/bbb/simulator.ts'
import { demoPeople } from '../../src/demo/people.ts'
import { createDemoSignIn } from '../../src/demo/sign-in/provider.ts'
import { pinned } from '../bench/process.ts'
import { startWords } from '../start-words.ts'

/** Secrets that nobody may ever see: looked for in logs, pages and bundles when the run is over. */
export const canaries = {
  secret: 'canary-e2e-foyer-secret-0123456789ab',
  de: 'canary-e2e-bbb-de-secret-0123456789',
  ca: 'canary-e2e-bbb-ca-secret-0123456789',
}

/** Foyer as a process, with the sign-in server and the BBB servers on other origins, as in real life. */
export interface E2eWorld {
  origin: string
  signInOrigin: string
  /** Where Foyer keeps its data. */
  dataDir: string
  de: BbbSimulator
  ca: BbbSimulator
  /** The Foyer process. */
  pid(): number
  /** All that the Foyer process wrote. */
  output(): string
  /**
   * Kills the process as an outage would, and starts it again on the same data.
   * @returns milliseconds from its start until it was ready
   */
  restart(signal?: NodeJS.Signals): Promise<number>
  close(): Promise<void>
}

export interface E2eOptions {
  /** Life of an access token, in seconds; for the demo's sign-in server. */
  accessTokenSeconds?: number
  /** A sign-in server that is there already, instead of the demo's: one that knows the Foyer on this port. */
  signIn?: { issuer: string; foyerPort: number }
  /** The address of a PostgreSQL, instead of the embedded database. */
  database?: string
  /** Who may come in: the settings' organisations and operators, as YAML. */
  rules?: string
  /** On one core alone, where that can be: for measuring. */
  pinned?: boolean
}

export async function openE2eWorld(options: E2eOptions = {}): Promise<E2eWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'foyer-e2e-'))
  const port = options.signIn?.foyerPort ?? (await freePort())
  const origin = foyerOrigin(port)
  const signIn = options.signIn ? elsewhere(options.signIn.issuer) : await startSignIn(origin, options)
  const de = await startSimulator('Germany', canaries.de)
  const ca = await startSimulator('Canada', canaries.ca)
  const config = path.join(folder, 'foyer.yaml')
  await writeFile(
    config,
    settings({
      origin,
      port,
      folder,
      issuer: signIn.issuer,
      rules: options.rules ?? threeOrganisations,
      database: options.database,
      de: de.origin,
      ca: ca.origin,
    }),
  )
  const output: string[] = []
  const start = () => startFoyer(config, origin, output, options.pinned === true)
  let foyer = await start()

  return {
    origin,
    signInOrigin: new URL(signIn.issuer).origin,
    dataDir: path.join(folder, 'data'),
    de: de.simulator,
    ca: ca.simulator,
    pid: () => foyer.pid ?? 0,
    output: () => output.join(''),
    async restart(signal = 'SIGKILL') {
      await stop(foyer, signal)
      const began = performance.now()
      foyer = await start()
      return performance.now() - began
    },
    async close() {
      await stop(foyer, 'SIGTERM')
      await Promise.all([signIn.close(), de.close(), ca.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Another host name than that of every other server here, so that cookies stay apart as in real life. */
export function foyerOrigin(port: number): string {
  return `http://localhost:${port}`
}

async function startFoyer(
  config: string,
  origin: string,
  output: string[],
  isPinned: boolean,
): Promise<ChildProcess> {
  const root = path.resolve(import.meta.dirname, '../..')
  const node = [process.execPath, ...startWords]
  const [command = '', ...words] = isPinned ? pinned(node) : node
  const child = spawn(command, words, {
    cwd: root,
    env: {
      ...process.env,
      FOYER_CONFIG: config,
      FOYER_SECRET: canaries.secret,
      BBB_DE_SECRET: canaries.de,
      BBB_CA_SECRET: canaries.ca,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)))
  const deadline = Date.now() + 150_000
  while (Date.now() < deadline && child.exitCode === null) {
    if (await answers(`${origin}/readyz`)) return child
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill('SIGKILL')
  throw new Error(`Foyer did not start:\n${output.join('')}`)
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    (answer) => answer.ok,
    () => false,
  )
}

function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}

async function startSimulator(name: string, secret: string) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  // Where it plays a balancer, the server behind it stands on another origin.
  const nodePort = await freePort()
  const nodeUrl = `http://127.0.0.1:${nodePort}/`
  // A minute lasts two seconds: recordings appear, and empty meetings end, while one watches.
  const simulator = createBbbSimulator({
    publicUrl: `${origin}/`,
    nodeUrl,
    secret,
    name,
    fetch,
    timeScale: 30,
  })
  const served = await serveSimulator(simulator, { port, host: '127.0.0.1' })
  const node = await serveSimulator(simulator, { port: nodePort, host: '127.0.0.1' })
  return {
    origin,
    simulator,
    async close() {
      simulator.close()
      await Promise.all([served.close(), node.close()])
    },
  }
}

interface SignInServer {
  issuer: string
  close(): Promise<void>
}

/** Started and ended by somebody else. */
function elsewhere(issuer: string): SignInServer {
  return { issuer, close: async () => {} }
}

async function startSignIn(foyer: string, { accessTokenSeconds = 300 }: E2eOptions): Promise<SignInServer> {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const provider = await createDemoSignIn({
    issuer,
    clientId: 'foyer',
    redirectUris: [`${foyer}/sign-in/sso/callback`],
    postLogoutRedirectUris: [`${foyer}/signed-out`],
    audience: 'foyer-api',
    people: demoPeople,
    storageFile: ':memory:',
    accessTokenSeconds,
  })
  const server = createServer(provider.handler)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    issuer,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      provider.close()
    },
  }
}

/**
 * A port that nobody uses now. It lies below those that systems give to connections (from 32768 on Linux): none takes it
 * before it is listened at.
 */
export async function freePort(): Promise<number> {
  do nextPort += 1
  while (!(await isFree(nextPort)))
  return nextPort
}

/** Workers run at the same time: each has a range of its own. */
let nextPort = 20_000 + (Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 10) * 1_000

async function isFree(port: number): Promise<boolean> {
  const server: Server = createServer()
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (isListening) await new Promise((resolve) => server.close(resolve))
  return isListening
}

interface Places {
  origin: string
  port: number
  folder: string
  issuer: string
  rules: string
  database: string | undefined
  de: string
  ca: string
}

const threeOrganisations = `
organisations:
  - id: riverside
    name: { en: Riverside Housing, fr: Riverside Housing }
    members: { groups: [/members/riverside] }
    limits: { roomsPerPerson: 5, participants: 100, minutes: 240, record: true }
    servers: [de, ca]
  - id: atelier
    name: { en: Atelier Mile-End, fr: Atelier Mile-End }
    members: { groups: [/members/atelier-mile-end] }
    administrators: { groups: [/members/atelier-mile-end/admins], issuers: [sso] }
    limits: { roomsPerPerson: 5, record: true }
    servers: [ca, de]
  - id: tenants
    name: { en: Tenants of Montréal, fr: Locataires de Montréal }
    members: { groups: [/members/Locataires-Montreal] }
operators: { groups: [/operators], issuers: [sso] }
`

function settings({ origin, port, folder, issuer, rules, database, de, ca }: Places): string {
  return `
publicUrl: ${origin}
secret: \${FOYER_SECRET}
listen: { host: 127.0.0.1, port: ${port} }
dataDir: ${folder}/data
${database === undefined ? '' : `database: ${database}`}
brand: { name: { en: Meet.coop, fr: Meet.coop }, colour: "#0f6b5c" }
defaultLanguage: en
support: { email: help@example.org }
signIn:
  issuers:
    - { id: sso, issuer: ${issuer}, clientId: foyer, audience: foyer-api, label: { en: Sign-in, fr: Connexion } }
${rules.trim()}
servers:
  - id: de
    url: ${de}/bigbluebutton/
    secret: \${BBB_DE_SECRET}
    name: { en: Germany, fr: Allemagne }
    country: DE
    recordingHosts: ["127.0.0.1"]
    dialIn: { hash: true, numbers: [{ number: "+49 30 5683 0142", country: DE }] }
  - id: ca
    url: ${ca}/bigbluebutton/
    secret: \${BBB_CA_SECRET}
    name: { en: Canada, fr: Canada }
    country: CA
    recordingHosts: ["127.0.0.1"]
    dialIn: { hash: true, numbers: [{ number: "+1 514 555-0142", country: CA }] }
`
}
