import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { serveSimulator } from '../../src/demo/bbb/serve.ts'
import { createBbbSimulator } from '../../src/demo/bbb/simulator.ts'
import { listen } from '../../src/proxy/runtime/listen.ts'
import { cleanUp, later } from './databases.ts'
import { createTestIssuer, type TestIssuer } from './issuer.ts'

afterEach(cleanUp)

const secret = 'canary-foyer-secret-0123456789abcdef'
const bbbSecret = 'canary-bbb-secret-0123456789abcdef'
const publicUrl = 'http://localhost:3999'

/** `npm run doctor` as people run it, with what is on standard input. */
async function doctor(folder: string, words: string[] = [], input = '') {
  const program = path.resolve(import.meta.dirname, '../../src/proxy/runtime/commands/doctor.ts')
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: folder, env: { BBB_SECRET: bbbSecret } }
    const child = execFile(process.execPath, [program, ...words], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
    // It may have ended before all was written.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'foyer-doctor-'))
  later(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** An issuer and a BBB server on real ports, and a folder with a `foyer.yaml` that names them. */
async function installation(): Promise<{ folder: string; issuer: TestIssuer }> {
  const answering: { issuer: TestIssuer | null } = { issuer: null }
  const server = await listen(
    async (request) => (await answering.issuer?.fetch(request)) ?? new Response(null, { status: 503 }),
    { host: '127.0.0.1', port: 0 },
  )
  later(() => server.close(0))
  const issuer = await createTestIssuer({ issuer: `http://127.0.0.1:${server.port}/realms/meet` })
  answering.issuer = issuer
  Object.assign(issuer.client, {
    redirects: (address: string) => address === `${publicUrl}/sign-in/sso/callback`,
    webOrigins: [publicUrl],
    signedOutAddresses: [`${publicUrl}/signed-out`],
  })
  const simulator = createBbbSimulator({
    publicUrl: 'http://127.0.0.1/',
    secret: bbbSecret,
    name: 'Germany',
    fetch,
  })
  const bbb = await serveSimulator(simulator, { host: '127.0.0.1', port: 0 })
  later(async () => simulator.close())
  later(bbb.close)
  const folder = await emptyFolder()
  const settings = `
publicUrl: ${publicUrl}
secret: ${secret}
signIn: { issuers: [{ id: sso, issuer: "${issuer.issuer}", clientId: foyer, audience: foyer-api }] }
organisations: [{ id: riverside, name: Riverside, members: { groups: [/members/riverside] } }]
servers: [{ id: de, url: "${bbb.url}/bigbluebutton/", secret: "\${BBB_SECRET}", name: Germany, country: DE }]
`
  await writeFile(path.join(folder, 'foyer.yaml'), settings)
  return { folder, issuer }
}

test('the command finds all well, over real connections, and ends in 0', async () => {
  const { folder, issuer } = await installation()
  const token = await issuer.accessToken({ groups: ['/members/riverside'] })
  const { code, stdout, stderr } = await doctor(folder, ['--token'], `Bearer ${token}\n`)
  expect(stdout).not.toMatch(/✗/)
  expect(stdout).toContain(`✓ Pages of ${publicUrl} may ask it for tokens (CORS).`)
  expect(stdout).toContain('✓ BigBlueButton API 2.0 answers signed calls')
  expect(stdout).toContain('✓ The rules admit its bearer: member of riverside.')
  expect(code).toBe(0)
  expectNoSecret(stdout + stderr, token)
})

test('the command says what is wrong, and ends in 1', async () => {
  const { folder, issuer } = await installation()
  issuer.client.webOrigins = []
  const token = await issuer.accessToken({ aud: 'account' })
  const { code, stdout, stderr } = await doctor(folder, ['--token'], token)
  expect(stdout).toContain(`✗ Pages of ${publicUrl} may not ask it for tokens (CORS)`)
  expect(stdout).toContain('✗ It is not meant for us: aud is account')
  expect(code).toBe(1)
  expectNoSecret(stdout + stderr, token)
})

test('without settings the command says how to write some, and ends in 0', async () => {
  const { code, stdout } = await doctor(await emptyFolder())
  expect(stdout).toContain('There is no foyer.yaml here')
  expect(code).toBe(0)
})

test('a token as a word of the command line is refused, and not repeated', async () => {
  const { code, stdout, stderr } = await doctor(await emptyFolder(), ['--token', 'eyJhbGciOi.eyJzdWIi.c2ln'])
  expect(stderr).toContain('--token < token.txt')
  expect(stdout + stderr).not.toContain('eyJ')
  expect(code).toBe(1)
})

test('more than any token has is refused', async () => {
  const { code, stderr } = await doctor(await emptyFolder(), ['--token'], 'x'.repeat(100_000))
  expect(stderr).toContain('More than 64 KB')
  expect(code).toBe(1)
})

function expectNoSecret(text: string, token: string): void {
  expect(text).not.toMatch(/canary/)
  for (const part of token.split('.')) expect(text).not.toContain(part)
}
