import { demoPeople } from './people.ts'

/** The text that the demo prints when it is ready: its address, its people, three things to try. */
export function introduction(origin: string): string {
  const people = demoPeople.map(({ name, shows }) => `    ${name.padEnd(20)}${shows.en}`)
  return `
  Foyer, the demo world: ${origin}

  Sign in (no password) as
${people.join('\n')}

  Three things to try
    1. Sign in as Ada, start the meeting of "Housing working group", and open
       ${origin}/housing-group in a private window: a guest comes in by the same link.
    2. Open that link first and wait: you are let in by yourself when Ada starts.
    3. Sign in as Robin, and see how Foyer explains a refusal, in French too. Then sign in as Sam: the same
       decision stands at ${origin}/operator/access, and Gabrielle invites people at
       ${origin}/organisations/atelier.

  Two BBB servers are simulated: "Germany" is up, "Canada" is down (see ${origin}/status).
  Rooms and recordings are kept in data/demo; npm run demo:reset clears it. Ctrl+C stops.
`
}
