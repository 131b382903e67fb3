import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, expect, type Page, chromium as playwrightChromium } from '@playwright/test'
import { chromium, chromiumFlags } from './chromium.ts'

/*
 * `npm run screenshots`: pictures of the demo. Those of the README go to docs/pictures; with `-- all` every page
 * in both languages, wide and narrow, light and dark, goes to test-results/pictures, to be looked at.
 */

const root = path.resolve(import.meta.dirname, '../..')
const port = 3123
const origin = `http://localhost:${port}`
const all = process.argv.includes('all')

interface Look {
  language: 'en' | 'fr'
  width: 'wide' | 'narrow'
  theme: 'light' | 'dark'
}
const sizes = { wide: { width: 1200, height: 800 }, narrow: { width: 360, height: 740 } }

const shots: Record<string, { person?: string; open(page: Page): Promise<void> }> = {
  home: { open: (page) => go(page, '/') },
  join: { open: (page) => go(page, '/housing-group') },
  waiting: { open: waiting },
  phone: { open: (page) => go(page, '/housing-group/phone') },
  numbers: { open: (page) => go(page, '/phone') },
  check: { open: (page) => go(page, '/housing-group/check') },
  closed: { open: (page) => go(page, '/renovation-atelier') },
  status: { open: (page) => go(page, '/status') },
  'host-link': { open: (page) => go(page, '/housing-group/host') },
  problem: { open: (page) => go(page, '/no-such-room') },
  old: { open: (page) => go(page, '/b/abc-def-ghi') },
  rooms: { person: 'Ada Osei', open: (page) => go(page, '/') },
  room: { person: 'Ada Osei', open: (page) => go(page, '/housing-group') },
  settings: { person: 'Ada Osei', open: (page) => go(page, '/housing-group/settings') },
  hosts: { person: 'Ada Osei', open: (page) => go(page, '/housing-group/hosts') },
  plan: { person: 'Ada Osei', open: (page) => go(page, '/housing-group?plan') },
  invite: { person: 'Ada Osei', open: (page) => go(page, '/housing-group?invite') },
  recordings: { person: 'Ada Osei', open: (page) => go(page, '/recordings') },
  me: { person: 'Ada Osei', open: (page) => go(page, '/me') },
  refused: { person: 'Robin Hale', open: (page) => go(page, '/') },
  access: { person: 'Sam Nguyen', open: (page) => go(page, '/operator/access') },
  organisation: { person: 'Gabrielle Tremblay', open: (page) => go(page, '/organisations/atelier') },
}

const forReadme: [string, Look][] = [
  ['rooms', { language: 'en', width: 'wide', theme: 'light' }],
  ['room', { language: 'fr', width: 'wide', theme: 'light' }],
  ['join', { language: 'fr', width: 'narrow', theme: 'light' }],
  ['join', { language: 'en', width: 'wide', theme: 'dark' }],
  ['waiting', { language: 'en', width: 'narrow', theme: 'dark' }],
  ['recordings', { language: 'fr', width: 'wide', theme: 'light' }],
  ['refused', { language: 'en', width: 'wide', theme: 'light' }],
  ['refused', { language: 'fr', width: 'narrow', theme: 'dark' }],
]

const folder = mkdtempSync(path.join(tmpdir(), 'foyer-pictures-'))
const foyer = spawn(process.execPath, ['src/proxy/main.ts'], {
  cwd: root,
  env: { ...process.env, PORT: String(port), FOYER_DEMO_FOLDER: folder },
  stdio: ['ignore', 'ignore', 'inherit'],
})
const browser = await playwrightChromium.launch({ executablePath: chromium(), args: chromiumFlags })
try {
  await answering()
  for (const [name, look] of all ? everything() : forReadme) await take(browser, name, look)
} finally {
  await browser.close()
  foyer.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}

function everything(): [string, Look][] {
  const looks: Look[] = [
    { language: 'en', width: 'wide', theme: 'light' },
    { language: 'fr', width: 'narrow', theme: 'light' },
    { language: 'fr', width: 'wide', theme: 'dark' },
    { language: 'en', width: 'narrow', theme: 'dark' },
  ]
  return Object.keys(shots).flatMap((name) => looks.map((look): [string, Look] => [name, look]))
}

async function take(browser: Browser, name: string, { language, width, theme }: Look): Promise<void> {
  const shot = shots[name]
  if (!shot) return
  const context = await browser.newContext({
    baseURL: origin,
    viewport: sizes[width],
    colorScheme: theme,
    locale: language === 'fr' ? 'fr-CA' : 'en-CA',
    deviceScaleFactor: width === 'narrow' ? 2 : 1,
  })
  const page = await context.newPage()
  if (shot.person) await signIn(page, shot.person)
  await shot.open(page)
  const place = path.join(root, all ? 'test-results/pictures' : 'docs/pictures')
  mkdirSync(place, { recursive: true })
  await page.screenshot({
    path: path.join(place, `${name}-${width}-${language}-${theme}.png`),
    fullPage: all,
  })
  await context.close()
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.waitForURL(
    (url) =>
      url.origin === origin && !url.pathname.startsWith('/demo') && !url.pathname.startsWith('/sign-in'),
  )
}

/** Pages go on asking, so that the network is never idle; while something is awaited a sentence ends in "…". */
async function go(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect(page.getByRole('status').filter({ hasText: /…$/ })).toHaveCount(0)
}

async function waiting(page: Page): Promise<void> {
  await go(page, '/riverside-board')
  await page.getByLabel(/Your name|Votre nom/).fill('Camille')
  await page.getByRole('button', { name: /Wait for the meeting|Attendre la réunion/ }).click()
  await page.getByText(/waiting as Camille|sous le nom de Camille/).waitFor()
}

async function answering(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const ok = await fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('the demo did not start')
}
