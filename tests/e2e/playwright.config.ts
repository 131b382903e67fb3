import { defineConfig } from '@playwright/test'
import { chromium, chromiumFlags } from './chromium.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  globalSetup: './build.ts',
  // Each test has its own world and mostly waits: three at a time keep two cores busy.
  workers: 3,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  use: {
    browserName: 'chromium',
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    launchOptions: { executablePath: chromium(), args: chromiumFlags },
    // Recording every story takes a third of its time. To look into a failure: --trace=retain-on-failure.
    trace: 'off',
  },
})
