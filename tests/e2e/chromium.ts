import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The system's Chromium. @throws where there is none */
export function chromium(): string {
  const found = [process.env.FOYER_CHROMIUM ?? '', ...places].find(
    (place) => place !== '' && existsSync(place),
  )
  if (!found) throw new Error('No Chromium was found: install one, or name its path in FOYER_CHROMIUM.')
  return found
}

/** What Chromium needs to run as root in a container, and to keep to itself. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
