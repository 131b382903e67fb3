import { z } from 'zod'

const Errors = z.array(z.object({ key: z.string() }))
const most = 5
const longest = 60

/**
 * The keys of the errors that BBB appends to `errorRedirectUrl` as `?errors=[{"key":…,"message":…}]`. The
 * messages are left behind: anybody can write such a link, so a page says only its own sentences.
 */
export function bbbErrorKeys(parameter: string | undefined): string[] {
  if (parameter === undefined) return []
  try {
    const errors = Errors.parse(JSON.parse(parameter.slice(0, 4_000)))
    return errors.slice(0, most).map(({ key }) => key.slice(0, longest))
  } catch {
    return ['other']
  }
}
