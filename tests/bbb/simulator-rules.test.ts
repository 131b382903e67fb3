import { expect, test } from 'vitest'
import { aMeeting, asGuest, asHost, signed, simulated } from './simulated.ts'

/** A host and two guests are in a meeting. @returns what the host and the second guest see */
async function meet(rules: Record<string, string>) {
  const { call, browser } = simulated()
  await call('create', { ...aMeeting, ...rules })
  const [host, guest] = [browser(), browser()]
  await host.open(signed('join', asHost))
  await browser().open(signed('join', { ...asGuest, fullName: 'Lee', userID: 'lee' }))
  const seen = await guest.open(signed('join', { ...asGuest, userID: 'pat' }))
  return { host: (await host.open(signed('join', asHost))).html, guest: seen.html }
}

function factsIn(html: string): Record<string, string> {
  const facts = [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)]
  return Object.fromEntries(facts.map(([, name = '', value = '']) => [name, value]))
}

test('locks keep viewers from things, and moderators from nothing', async () => {
  const { host, guest } = await meet({
    lockSettingsDisableCam: 'true',
    lockSettingsDisableMic: 'true',
    lockSettingsDisablePublicChat: 'true',
    lockSettingsDisablePrivateChat: 'true',
    lockSettingsDisableNotes: 'true',
  })
  const locked = ['Microphone', 'Camera', 'Public chat', 'Private chat', 'Shared notes']
  expect(locked.map((name) => factsIn(guest)[name])).toEqual(locked.map(() => 'Locked'))
  const moderator = ['Micro', 'Caméra', 'Clavardage public', 'Clavardage privé', 'Notes partagées']
  expect(moderator.map((name) => factsIn(host)[name])).toEqual(moderator.map(() => 'À votre disposition'))
})

test('locks count only where the meeting locks whoever joins; notes go by their older name too', async () => {
  const off = await meet({ lockSettingsDisableCam: 'true', lockSettingsLockOnJoin: 'false' })
  expect(factsIn(off.guest).Camera).toBe('Yours to use')
  const older = await meet({ lockSettingsDisableNote: 'true' })
  expect(factsIn(older.guest)['Shared notes']).toBe('Locked')
})

test('a hidden list shows a viewer the moderators, and themselves', async () => {
  const { host, guest } = await meet({ lockSettingsHideUserList: 'true' })
  expect(guest).not.toContain('<li>Lee')
  expect(guest).toContain('<li>Gabrielle Côté')
  expect(guest).toContain('<li>Pat O&#39;Hara')
  expect(host).toContain('<li>Lee')
})

test('what is muted, laid out or switched off is shown', async () => {
  const { guest } = await meet({
    muteOnStart: 'true',
    webcamsOnlyForModerator: 'true',
    meetingLayout: 'VIDEO_FOCUS',
    disabledFeatures: 'polls,sharedNotes',
  })
  expect(factsIn(guest)).toMatchObject({
    Microphone: 'Muted until you turn it on',
    Camera: 'Seen by moderators alone',
    'Shared notes': 'Switched off',
    Layout: 'Focus on the cameras',
    'Switched off': 'polls, shared notes',
  })
})

test('a welcome has its keywords filled in, and loses what is not safe', async () => {
  const usual = await meet({})
  expect(usual.guest).toContain('Welcome to <b>Assemblée générale</b>!')
  const { guest } = await meet({
    welcome:
      'Call %%DIALNUM%%, %%CONFNUM%%<br><script>x()</script><a href="https://a.example/" target="_blank">a</a>',
  })
  expect(guest).toContain('Call 613-555-1234, 01234<br>x()<a href="https://a.example/" target="_blank">a</a>')
})
