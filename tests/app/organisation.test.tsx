import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, luc, origins, robin, sam, type TestPerson, type World } from '../world.ts'
import { expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { memberAt } from './member.tsx'

const path = '/organisations/riverside'
const link = /^http:\/\/localhost:3999\/organisations\/riverside\/accept#[\w-]+\.[\w-]+$/

const withAdministrators = (yaml: string) =>
  yaml.replace(
    'members: { groups: [/members/riverside] }',
    'members: { groups: [/members/riverside], emails: [dee@riverside.example] }\n    administrators: { groups: [/members/riverside/admins], issuers: [sso] }',
  )

/** Riverside's administrator. */
const kim: TestPerson = { subject: 'kim', name: 'Kim Roy', groups: ['/members/riverside/admins'] }

function section(name: string) {
  return within(screen.getByRole('heading', { name, level: 2 }).closest('section') ?? document.body)
}

async function add(user: Awaited<ReturnType<typeof memberAt>>['user'], email: string) {
  await user.type(await screen.findByRole('textbox', { name: 'E-mail' }), email)
  await user.click(screen.getByRole('button', { name: 'Add to the list' }))
}

/** What the invited person does, in another browser. */
async function accept(world: World, shown: string, as: TestPerson): Promise<Response> {
  const secret = new URL(shown).hash.slice(1)
  return await world.ask('/api/organisations/riverside/accept', {
    method: 'POST',
    as,
    json: { secret, accept: true },
  })
}

test('an administrator comes from the account, adds somebody, and sees the link this once', async () => {
  const world = await foyer({ settings: withAdministrators })
  const { user, open } = await memberAt(world, '/me', kim)
  await user.click(await screen.findByRole('link', { name: 'Members of Riverside Housing' }))
  expect(await screen.findByRole('heading', { name: 'Riverside Housing', level: 1 })).toBeDefined()
  expect(screen.getByText(/^Nobody is in this list/)).toBeDefined()
  await expectAccessible()

  await add(user, ' Robin@Harbour.example')
  const panel = within(await screen.findByRole('region', { name: 'Link for robin@harbour.example' }))
  const shown = panel.getByText(link).textContent ?? ''
  expect(panel.getByText(/^Only the first person who accepts it.*valid for 30 days/)).toBeDefined()
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Link for robin@harbour.example'))
  const letter = panel.getByRole('link', { name: 'Send by e-mail' }).getAttribute('href') ?? ''
  expect(letter).toMatch(/^mailto:robin@harbour\.example\?/)
  expect(decodeURIComponent(letter)).toContain(`\r\n\r\n${shown}\r\n`)
  await user.click(panel.getByRole('button', { name: 'Copy the link' }))
  expect(await navigator.clipboard.readText()).toBe(shown)
  expect(
    await section('Added by hand').findByText(/^Invited by Kim Roy on .*The link is valid until/),
  ).toBeDefined()
  await expectAccessible()

  await user.click(panel.getByRole('button', { name: 'Hide the link' }))
  expect(screen.queryByText(link)).toBeNull()
  await open(path)
  await screen.findByText('robin@harbour.example')
  expect(screen.queryByText(link)).toBeNull()
  expect((await accept(world, shown, robin)).status).toBe(200)
})

test('what is wrong with an e-mail is said at its field; what was typed stays, and nothing of it is run', async () => {
  const world = await foyer()
  const { user } = await memberAt(world, path, sam)
  await user.click(await screen.findByRole('button', { name: 'Add to the list' }))
  const field = screen.getByRole('textbox', { name: 'E-mail' })
  await waitFor(() => expect(describedBy(field)).toContain('Enter an e-mail.'))
  await add(user, 'robin at harbour')
  await waitFor(() => expect(describedBy(field)).toContain('This is not an e-mail.'))
  expect(screen.getByDisplayValue('robin at harbour')).toBeDefined()
  await expectAccessible()

  await user.clear(field)
  const hostile = '"><img/src=x>?bcc=eve&x=@harbour.example'
  await add(user, hostile)
  const panel = within(await screen.findByRole('region', { name: `Link for ${hostile}` }))
  expect(document.querySelector('main img')).toBeNull()
  const letter = new URL(panel.getByRole('link', { name: 'Send by e-mail' }).getAttribute('href') ?? '')
  expect([...letter.searchParams.keys()]).toEqual(['subject', 'body'])

  await add(user, hostile.toUpperCase())
  await waitFor(() => expect(describedBy(field)).toContain('This e-mail is in the list already.'))
})

test('a new link takes the place of the old one; whoever took it up is named, and once removed is locked out', async () => {
  const world = await foyer()
  const { user } = await memberAt(world, path, sam)
  await add(user, 'robin@harbour.example')
  const old = (await screen.findByText(link)).textContent ?? ''
  await user.click(await screen.findByRole('button', { name: 'New link for robin@harbour.example' }))
  await waitFor(() => expect(screen.getByText(link).textContent).not.toBe(old))
  const renewed = screen.getByText(link).textContent ?? ''
  expect((await accept(world, old, robin)).status).toBe(404)
  expect((await accept(world, renewed, robin)).status).toBe(200)
  expect((await world.ask('/api/rooms', { as: robin })).status).toBe(200)

  await lookUntil(() => screen.getByText(/Taken up by Robin Hale on/))
  expect(screen.queryByRole('button', { name: /^New link/ })).toBeNull()
  expect(await section('Admitted by their sign-in').findByText('Robin Hale')).toBeDefined()
  expect(section('Admitted by their sign-in').getByText('By the list above')).toBeDefined()

  await user.click(screen.getByRole('button', { name: 'Remove robin@harbour.example' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: /^Remove robin@harbour\.example/ }))
  expect(location.search).toMatch(/^\?remove-/)
  await expectAccessible()
  const mend = fault('delete', '/api/organisations/riverside/members/:member', 502)
  await user.click(dialog.getByRole('button', { name: 'Remove' }))
  expect(await dialog.findByRole('alert')).toBeDefined()
  mend()
  await user.click(dialog.getByRole('button', { name: 'Remove' }))
  expect(await screen.findByText('robin@harbour.example is removed.')).toBeDefined()
  await waitFor(() => expect(screen.getByText(/^Nobody is in this list/)).toBeDefined())
  expect(screen.queryByText(link)).toBeNull()
  expect((await world.ask('/api/rooms', { as: robin })).status).toBe(403)

  const changes = section('Changes')
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
  expect(changes).toEqual([
    expect.stringMatching(/^Sam Nguyen removed robin@harbour\.example\..*\d{1,2}:\d\d$/),
    expect.stringMatching(/^Robin Hale accepted the invitation for robin@harbour\.example\./),
    expect.stringMatching(/^Sam Nguyen added robin@harbour\.example\./),
  ])
})

test('a renewal that comes to nothing is said, and the entry stays', async () => {
  const world = await foyer()
  const { user } = await memberAt(world, path, sam)
  await add(user, 'robin@harbour.example')
  fault('post', '/api/organisations/riverside/members/:member/link', 'member_unknown')
  await user.click(await screen.findByRole('button', { name: 'New link for robin@harbour.example' }))
  expect(await screen.findByText(/has no new link\. This entry is no longer in the list/)).toBeDefined()
})

test('the rules are shown as foyer.yaml has them; who is named there is changed there', async () => {
  const world = await foyer({ settings: withAdministrators })
  const dee: TestPerson = { subject: 'dee', name: 'Dee Ito', groups: [], email: 'dee@riverside.example' }
  await world.ask('/api/me', { as: ada })
  await world.ask('/api/me', { as: dee })
  await memberAt(world, path, kim)

  const seen = within((await screen.findByText('Ada Osei')).closest('li') ?? document.body)
  expect(seen.getByText('By the group')).toBeDefined()
  expect(seen.getByText('/members/riverside')).toBeDefined()
  expect(seen.getByText(/^Last seen: today, \d{1,2}:\d\d$/)).toBeDefined()
  const rules = section('Rules')
  expect(rules.getByText(/only the people who run this service change them/)).toBeDefined()
  for (const rule of ['/members/riverside', 'dee@riverside.example', '/members/riverside/admins'])
    expect(rules.getByText(rule)).toBeDefined()
  expect(section('Added by hand').getByText(/^Named in foyer\.yaml.*Taken up by Dee Ito on/)).toBeDefined()
  expect(screen.queryByRole('button', { name: /^(Remove|New link)/ })).toBeNull()
  await expectAccessible()
})

test('nobody else sees the page: a member, another organisation’s, and for an organisation that is none', async () => {
  const world = await foyer({ settings: withAdministrators })
  await memberAt(world, path, ada)
  expect((await screen.findByRole('alert')).textContent).toContain('or you do not administer it')
  expect(screen.queryByText('/members/riverside')).toBeNull()
  await expectAccessible()
  const { open } = await memberAt(world, path, luc)
  expect((await screen.findByRole('alert')).textContent).toContain('There is no such organisation')
  await open('/me')
  await screen.findByText('Atelier Mile-End')
  expect(screen.queryByRole('link', { name: /^Members of/ })).toBeNull()

  await memberAt(world, '/organisations/nowhere', sam)
  expect((await screen.findByRole('alert')).textContent).toContain('There is no such organisation')
})

test('en français du Québec : ajouter, chercher', async () => {
  const world = await foyer()
  const names = ['Zoé Côté', 'Anne Roy', 'Léa Roy', 'Max Hébert', 'Noé Pic', 'Eva Dubé']
  for (const [index, name] of names.entries())
    await world.ask('/api/me', { as: { subject: `p${index}`, name, groups: ['/members/atelier'] } })
  const { user } = await memberAt(world, '/organisations/atelier', sam, { language: 'fr-CA' })

  await user.type(await screen.findByRole('textbox', { name: 'Courriel' }), 'robin@harbour.example')
  await user.click(screen.getByRole('button', { name: 'Ajouter à la liste' }))
  const panel = within(await screen.findByRole('region', { name: 'Lien pour robin@harbour.example' }))
  const letter = panel.getByRole('link', { name: 'Envoyer par courriel' }).getAttribute('href') ?? ''
  expect(decodeURIComponent(letter)).toContain('ouvrez une session et acceptez')
  await screen.findByText(/^Invitation par Sam Nguyen, le \d+.*jusqu’au \d+/)
  await user.type(screen.getByRole('searchbox', { name: 'Chercher parmi ces membres' }), 'cote')
  expect(screen.getByText('1 membre trouvé')).toBeDefined()
  expect(screen.getByText('Zoé Côté')).toBeDefined()
  expect(screen.queryByText('Anne Roy')).toBeNull()
  await expectAccessible()
})

test('the proxy has the page for whoever opens its address', async () => {
  const world = await foyer()
  for (const address of [path, `${path}/accept`]) {
    const page = await world.ask(address)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('id="root"')])
  }
  expect(world.logged()).not.toContain(`${origins.foyer}${path}/accept#`)
})

function describedBy(field: HTMLElement): string {
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
}
