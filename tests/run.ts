import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { prepareKeycloak } from './keycloak/server.ts'
import { missingTools } from './keycloak/tools.ts'

/*
 * `npm test`: everything, in the order in which failures are cheapest. The last line is the sum of what the
 * runners themselves reported; each tool that only checks counts as one test.
 */
const root = path.resolve(import.meta.dirname, '..')
const reports = mkdtempSync(path.join(tmpdir(), 'foyer-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }

const withoutKeycloak = missingTools()
// Fetching and building it leaves most of a core to the checks. Where it fails, its tests try again, and say so.
const prepared = withoutKeycloak === null ? prepareKeycloak(say).catch(() => {}) : undefined

await check('types', ['tsc'])
await check('lint and format', ['biome', 'check', '.'])
await check('dead code', ['knip'])
await check('build', ['npm', 'run', '--silent', 'build'])
await vitest()
await playwright('end to end, in Chromium', 'e2e')
await keycloak()

rmSync(reports, { recursive: true, force: true })
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
say(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed > 0 ? 1 : 0

async function check(name: string, words: string[]): Promise<void> {
  say(`— ${name}`)
  const ok = (await run(words)) === 0
  total[ok ? 'passed' : 'failed'] += 1
  if (!ok) say(`  ${name}: failed`)
}

async function vitest(): Promise<void> {
  say('— unit, proxy and page tests')
  const file = path.join(reports, 'vitest.json')
  const code = await run([
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const Report = z.object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    success: z.boolean(),
  })
  const report = read(file, Report)
  // Where what comes before a file's tests fails, vitest skips them and ends with 0.
  const broke = report?.success ? code : 1
  add(report?.numPassedTests, report?.numFailedTests, report?.numPendingTests, broke)
}

/** Skipped, with a word, where Java or Maven is missing; an automatic run must have them. */
async function keycloak(): Promise<void> {
  const name = 'against a real Keycloak, in Chromium'
  if (withoutKeycloak && !process.env.CI) say(`— ${name}: skipped; ${withoutKeycloak}`)
  else {
    await prepared
    await playwright(name, 'keycloak')
  }
}

/** @param folder the one in `tests/` */
async function playwright(name: string, folder: string): Promise<void> {
  say(`— ${name}`)
  findChromium()
  const file = path.join(reports, `${folder}.json`)
  const words = ['playwright', 'test', '-c', `tests/${folder}/playwright.config.ts`, '--reporter=list,json']
  const code = await run(words, { PLAYWRIGHT_JSON_OUTPUT_NAME: file })
  const Stats = z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  })
  const stats = read(file, z.object({ stats: Stats }))?.stats
  // A test that passes only when repeated is a defect.
  add(stats?.expected, stats && stats.unexpected + stats.flaky, stats?.skipped, code)
}

/** A runner that broke off without a report, or failed beside its tests, counts as a failure. */
function add(passed = 0, failed = 0, skipped = 0, code = 0): void {
  total.passed += passed
  total.failed += failed > 0 || code === 0 ? failed : 1
  total.skipped += skipped
}

function read<Shape>(file: string, shape: z.ZodType<Shape>): Shape | undefined {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** The system's Chromium; on a bare Debian it is installed, elsewhere the message says what is missing. */
function findChromium(): void {
  const found = ['chromium', 'chromium-browser', 'google-chrome'].some(
    (name) => spawnSync('which', [name]).status === 0,
  )
  if (found || process.env.FOYER_CHROMIUM) return
  if (process.getuid?.() === 0 && spawnSync('which', ['apt-get']).status === 0) {
    say('  installing Chromium …')
    spawnSync('sh', ['-c', 'apt-get update && apt-get install -y chromium'], { stdio: 'ignore' })
  } else say('  no Chromium found: install one, or name its path in FOYER_CHROMIUM')
}

function run(words: string[], environment: Record<string, string> = {}): Promise<number> {
  const [command = '', ...rest] = words
  const bin = path.join(root, 'node_modules/.bin')
  const env = { ...process.env, ...environment, PATH: `${bin}:${process.env.PATH}`, FORCE_COLOR: '0' }
  return new Promise((resolve) => {
    const child = spawn(command, rest, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(127))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
