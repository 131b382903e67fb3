import { defineConfig } from '@playwright/test'
import endToEnd from '../e2e/playwright.config.ts'

/** As the other end-to-end tests, with a real Keycloak. A configuration of its own: those need no Java. */
export default defineConfig(endToEnd, {
  testDir: '.',
  outputDir: '../../test-results/keycloak',
  globalSetup: './setup.ts',
  // A realm is made for each test, and Keycloak's pages are slower than the demo's.
  timeout: 240_000,
})
