import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, type Page, chromium as playwrightChromium } from '@playwright/test'
import { chromium, chromiumFlags } from './chromium.ts'
import { shots } from './shots.ts'
import { type Stage, setStage } from './staging.ts'

/*
 * `npm run screenshots`: pictures of the demo. Those of the README go to docs/pictures; with `-- all` every page
 * in both languages, wide and narrow, light and dark, goes to test-results/pictures, to be looked at; a pattern
 * after it takes those whose names match, such as `-- all '^room.*narrow'`.
 */

const root = path.resolve(import.meta.dirname, '../..')
const port = 3123
const origin = `http://localhost:${port}`
const all = process.argv[2] === 'all'
const wanted = new RegExp(process.argv[3] ?? '')

interface Look {
  language: 'en' | 'fr'
  width: 'wide' | 'narrow'
  theme: 'light' | 'dark'
}
const sizes = { wide: { width: 1200, height: 800 }, narrow: { width: 360, height: 740 } }

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
const foyer = spawn(process.execPath, ['src/proxy/start.js'], {
  cwd: root,
  env: { ...process.env, PORT: String(port), FOYER_DEMO_FOLDER: folder },
  stdio: ['ignore', 'ignore', 'inherit'],
})
const browser = await playwrightChromium.launch({ executablePath: chromium(), args: chromiumFlags })
try {
  await answering()
  const stage = all ? await setStage(browser, origin, signIn) : { offer: '' }
  for (const [name, look] of all ? everything() : forReadme) await take(browser, stage, name, look)
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
  return Object.keys(shots)
    .flatMap((name) => looks.map((look): [string, Look] => [name, look]))
    .filter(([name, look]) => wanted.test(pictureName(name, look)))
}

function pictureName(name: string, { width, language, theme }: Look): string {
  return `${name}-${width}-${language}-${theme}`
}

async function take(browser: Browser, stage: Stage, name: string, look: Look): Promise<void> {
  const { language, width, theme } = look
  const shot = shots[name]
  if (!shot) throw new Error(`there is no page "${name}" in shots.ts`)
  const context = await browser.newContext({
    baseURL: origin,
    viewport: sizes[width],
    colorScheme: theme,
    locale: language === 'fr' ? 'fr-CA' : 'en-CA',
    deviceScaleFactor: width === 'narrow' ? 2 : 1,
  })
  const page = await context.newPage()
  if (shot.person) await signIn(page, shot.person)
  await shot.open(page, stage)
  if (shot.isPrinted) await page.emulateMedia({ media: 'print' })
  const place = path.join(root, all ? 'test-results/pictures' : 'docs/pictures')
  mkdirSync(place, { recursive: true })
  await page.screenshot({
    path: path.join(place, `${pictureName(name, look)}.png`),
    fullPage: all && !shot.isDialog,
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

async function answering(): Promise<void> {
  for (let attempts = 0; attempts < 300; attempts++) {
    const ok = await fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('the demo did not start')
}
