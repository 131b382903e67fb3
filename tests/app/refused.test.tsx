import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { origins, robin, sam } from '../world.ts'
import { expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { memberAt } from './member.tsx'

const admitted = { ...robin, groups: ['/members/riverside'] }
const almost = { ...robin, groups: ['/members/Rivérside'] }

/** The groups that stand side by side: what the person has, and what the rule says. */
function sideBySide(have: string, says: string): string[][] {
  const values = (term: string): string[] =>
    screen.queryAllByText(term, { selector: 'dt' }).map((found) => found.nextSibling?.textContent ?? '')
  return values(have).map((received, index) => [received, values(says)[index] ?? ''])
}

/** Who can mend it, with what they can do. */
function fixes(): Record<string, string[]> {
  const heading = screen.getByRole('heading', { name: /^(Who can fix it|Qui peut y remédier)$/ })
  const section = heading.closest('section') ?? document.body
  const entries = within(section)
    .getAllByRole('term')
    .map((who) => {
      const theirs = within(who.parentElement ?? section).getAllByRole('definition')
      return [who.textContent ?? '', theirs.map(({ textContent }) => textContent ?? '')] as const
    })
  return Object.fromEntries(entries)
}

async function referenceShown(): Promise<string> {
  const reference = (await screen.findAllByText(/^(Reference|Référence).?: /))[0]?.textContent ?? ''
  return /[A-Z0-9]{8}$/.exec(reference)?.[0] ?? 'none'
}

test('a near miss is shown side by side, with who can mend it and a message that needs no writing', async () => {
  const world = await foyer()
  await memberAt(world, '/', almost)

  await screen.findByRole('heading', { name: /not yet admitted/, level: 1 })
  const ref = await referenceShown()
  expect(screen.getByText(/^You are Robin Hale.*Co-op sign-in/)).toBeDefined()
  expect(sideBySide('You have', 'The rule says')).toEqual([['/members/Rivérside', '/members/riverside']])
  expect(screen.getByText('Capital and small letters differ. An accent differs.')).toBeDefined()
  const whoCan = fixes()
  expect(Object.keys(whoCan)).toEqual([
    'Your organisation’s administrator',
    'The people who look after the accounts (Keycloak)',
    'The people who run this service',
  ])
  const letter = new URL(screen.getByRole<HTMLAnchorElement>('link', { name: 'Write to them' }).href)
  expect(letter.pathname).toBe('help@example.org')
  expect(letter.searchParams.get('subject')).toContain(ref)
  const body = letter.searchParams.get('body') ?? ''
  expect(body).toContain(
    'I have “/members/Rivérside”, the rule of Riverside Housing says “/members/riverside”.',
  )
  for (const fix of Object.values(whoCan).flat()) expect(body).toContain(fix)
  await expectAccessible()
})

test('an invitation to an e-mail that nobody vouches for says so, and who can help', async () => {
  const world = await foyer({
    settings: (yaml) =>
      yaml
        .replace('vouchesForEmail: true, ', '')
        .replace('groups: [/members/riverside]', 'groups: [/members/riverside], emails: [robin@example.org]'),
  })
  await memberAt(world, '/', { ...robin, email: 'robin@example.org' })
  await screen.findByText(
    'There’s an invitation to Riverside Housing for your email address, but this service doesn’t rely on “Co-op sign-in” to confirm addresses. If you were sent an invitation link, open it and accept: that’s enough.',
  )
  expect(fixes()['The people who run this service']).toEqual([
    expect.stringContaining('set vouchesForEmail: true'),
  ])
  await expectAccessible()
})

test('the operator finds that decision by the reference that is read out', async () => {
  const world = await foyer()
  await memberAt(world, '/', almost)
  const ref = await referenceShown()

  const { user } = await memberAt(world, '/operator/access', sam)
  await user.type(
    await screen.findByRole('searchbox', { name: 'Reference, name or e-mail' }),
    `${ref.slice(0, 4)} ${ref.slice(4).toLowerCase()}`,
  )
  await user.click(screen.getByRole('button', { name: 'Search' }))
  await screen.findByRole('heading', { name: 'Decisions found' })
  const found = await screen.findByRole('article')
  expect(within(found).getByRole('heading', { name: 'Robin Hale' })).toBeDefined()
  expect(within(found).getByText('No group matches')).toBeDefined()
  const rule = within(found).getByText('The rule says').closest('dl')
  expect([...(rule?.querySelectorAll('code') ?? [])].map(({ textContent }) => textContent)).toEqual([
    '/members/Rivérside',
    '/members/riverside',
  ])
  await expectAccessible()
})

test('without a near miss each organisation’s rule is among all that was checked', async () => {
  const world = await foyer()
  await memberAt(world, '/', robin)

  await screen.findByText('Your sign-in names groups, but none that an organisation here admits.')
  expect(sideBySide('You have', 'The rule says')).toEqual([])
  const checked = screen.getByText('All that was checked').closest('details')
  const rules = within(checked ?? document.body).getAllByRole('heading', { level: 3, hidden: true })
  expect(rules.map(({ textContent }) => textContent)).toEqual([
    'Proof of sign-in',
    'Groups',
    'Person',
    'Rule of Riverside Housing',
    'Rule of Atelier Mile-End',
  ])
})

test('groups that only the ID token has are told apart from groups that are nowhere', async () => {
  const world = await foyer()
  const groupless = { subject: 'robin', name: 'Robin Hale' }
  await memberAt(world, '/', groupless)
  await screen.findByText(/^Your sign-in names no group at all/)
  expect(Object.values(fixes()).flat().join(' ')).toContain('If nobody’s groups arrive')

  await memberAt(world, '/', { ...groupless, idTokenOnly: { groups: ['/members/riverside'] } })
  await screen.findByText(/^Your sign-in does name your groups, but in the one part/)
  expect(Object.values(fixes()).flat().join(' ')).toContain('“Add to access token” on')
})

test('the link of a room leads the refused person to its door', async () => {
  const world = await foyer()
  await memberAt(world, '/recordings', robin)
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Link or address of the room' })
  const form = field.form
  expect(form).not.toBeNull()

  const sent = await world.ask(form?.getAttribute('action') ?? '', {
    method: form?.method.toUpperCase() ?? '',
    body: new URLSearchParams({ [field.name]: `${origins.foyer}/assembly` }),
    headers: { Origin: origins.foyer },
  })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, '/assembly'])
})

test('“Try again” is enough once somebody has added the group: nobody needs to sign in again', async () => {
  const world = await foyer()
  const { user, signInServer, tab } = await memberAt(world, '/', robin)
  const again = await screen.findByRole('button', { name: 'Try again' })

  await user.click(again)
  expect(await screen.findByText(/still not admitted/)).toBeDefined()
  await expectAccessible()

  signInServer.person = admitted
  await user.click(again)
  expect(await screen.findByRole('heading', { name: 'You have no room yet' })).toBeDefined()
  expect(tab.left).toEqual([])
})

test('the account page of a refused person is the same explanation', async () => {
  const world = await foyer()
  await memberAt(world, '/me', { ...robin, groups: [] })

  expect(await screen.findByRole('heading', { name: /not yet admitted/, level: 1 })).toBeDefined()
  expect(await screen.findByText(/^Your sign-in names no group at all/)).toBeDefined()
})

test('who was suspended is told so, and comes in again once an operator allows it', async () => {
  const world = await foyer()
  const { id } = await admittedPerson(world)
  const suspend = (suspended: boolean) =>
    world.ask(`/api/operator/people/${id}`, { method: 'PATCH', as: sam, json: { suspended } })
  expect((await suspend(true)).status).toBe(204)

  await memberAt(world, '/', admitted)
  await screen.findByText(/have suspended your account here/)
  expect(Object.keys(fixes())).toEqual(['The people who run this service'])

  expect((await suspend(false)).status).toBe(204)
  await lookUntil(() => screen.getByRole('heading', { name: 'You have no room yet' }))
})

test('a sign-in server that does not answer leaves the page as it is, and says so', async () => {
  const world = await foyer()
  const { user, signInServer } = await memberAt(world, '/', almost)
  const again = await screen.findByRole('button', { name: 'Try again' })
  signInServer.isDown = true
  fault('get', '/api/me', 'sign_in_unreachable')

  await user.click(again)
  expect((await screen.findByRole('alert')).textContent).toContain('does not answer')
  expect(sideBySide('You have', 'The rule says')).toEqual([['/members/Rivérside', '/members/riverside']])
})

test('en français : ce qui diffère, qui peut y remédier, et un autre compte', async () => {
  const world = await foyer()
  const { user, tab } = await memberAt(world, '/', almost, { language: 'fr' })

  await screen.findByRole('heading', { name: /^Votre session est ouverte, mais/, level: 1 })
  await screen.findAllByText(/^Référence : /)
  expect(sideBySide('Vous avez', 'La règle dit')).toEqual([['/members/Rivérside', '/members/riverside']])
  expect(screen.getByText('Des majuscules et des minuscules diffèrent. Un accent diffère.')).toBeDefined()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: /autre compte$/ }))
  await waitFor(() => expect(tab.left[0]).toContain('/logout?'))
})

/** Somebody who was admitted once, as operators know them. */
async function admittedPerson(world: Awaited<ReturnType<typeof foyer>>): Promise<{ id: string }> {
  await world.ask('/api/rooms', { as: admitted })
  const { decisions } = await (await world.ask('/api/operator/decisions?search=robin', { as: sam })).json()
  return decisions[0].person
}
