import type { Browser, BrowserContextOptions } from '@playwright/test'

/** What one first visit cost. Times in milliseconds from the navigation, sizes as they came over the wire. */
export interface Load {
  usable: number
  paint: number
  kilobytes: number
  requests: number
}

/** 1.6 Mbit/s, 150 ms, a processor four times slower: a phone on a bad day (Lighthouse's "slow 4G"). */
const slowPhone = {
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
}
const slowdown = 4

/** Opens a page in a fresh browser profile on the slow-phone profile, and waits until it can be used. */
export async function measureLoad(
  browser: Browser,
  origin: string,
  path: string,
  storageState: NonNullable<BrowserContextOptions['storageState']> | [],
): Promise<Load> {
  const state = Array.isArray(storageState) ? {} : { storageState }
  const context = await browser.newContext({ ...state, viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: false, ...slowPhone })
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  let bytes = 0
  let requests = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests += 1
  })
  await page.addInitScript(watchPaint)
  await page.addInitScript(watchUsable)
  await page.goto(`${origin}${path}`, { waitUntil: 'commit' })
  await page.waitForFunction(() => window.usableAt !== undefined)
  const usable = await page.evaluate(() => window.usableAt ?? 0)
  await page.waitForLoadState('networkidle')
  const paint = await page.evaluate(() => window.largestPaint ?? 0)
  await context.close()
  return { usable, paint, kilobytes: bytes / 1024, requests }
}

declare global {
  interface Window {
    largestPaint?: number
    usableAt?: number
  }
}

function watchPaint(): void {
  new PerformanceObserver((list) => {
    window.largestPaint = list.getEntries().at(-1)?.startTime ?? 0
  }).observe({ type: 'largest-contentful-paint', buffered: true })
}

/** The first frame in which the page's action is there: a form's button, or the button that makes a room. */
function watchUsable(): void {
  const look = () => {
    if (document.querySelector('main button, main a.button')) window.usableAt = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
