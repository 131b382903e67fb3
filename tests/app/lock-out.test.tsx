import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { promised } from '../lock-out.ts'
import { robin, type TestPerson } from '../world.ts'
import { expectAccessible, foyer } from './foyer.ts'
import { memberAt } from './member.tsx'

/* Lock-outs of docs/locked-out.md that a healthy Keycloak does not make: the token itself is wrong. */
const seconds = () => Math.floor(Date.now() / 1000)

const wrongTokens: [string, () => TestPerson][] = [
  [promised('another client').join('\n'), () => ({ ...robin, claims: { azp: 'another' } })],
  [
    promised('the clocks').join('\n'),
    () => ({ ...robin, claims: { iat: seconds() + 600, exp: seconds() + 900 } }),
  ],
  [
    promised('a token too large').join('\n'),
    () => ({
      ...robin,
      groups: Array.from({ length: 1_200 }, (_, group) => `/members/a-group-number-${group}`),
    }),
  ],
]

test.each(wrongTokens)('a token that is wrong gets a page: %s', async (sentences, person) => {
  const world = await foyer()
  await memberAt(world, '/', person())
  await screen.findByRole('heading', { name: 'The sign-in did not work', level: 1 })
  for (const sentence of sentences.split('\n'))
    expect(screen.getAllByText(sentence).length).toBeGreaterThan(0)
  expect(screen.getAllByText(/^Reference: \w+/).length).toBeGreaterThan(0)
  expect(screen.getByRole('button', { name: 'Sign in again' })).toBeDefined()
  await expectAccessible()
})

test('an e-mail whose invitation another account took up', async () => {
  const world = await foyer({
    settings: (yaml) =>
      yaml.replace(
        'members: { groups: [/members/atelier] }',
        'members: { groups: [/members/atelier] }\n    administrators: { groups: [/operators], issuers: [sso] }',
      ),
  })
  const sam: TestPerson = { subject: 'sam', name: 'Sam', groups: ['/operators'] }
  const added = await world.ask('/api/organisations/atelier/members', {
    method: 'POST',
    as: sam,
    json: { email: 'robin@example.org' },
  })
  const [, secret] = (await added.json()).link.split('#')
  const elsewhere: TestPerson = { subject: 'old-robin', name: 'Robin Hale', groups: ['/members/harbour'] }
  await world.ask('/api/organisations/atelier/accept', {
    method: 'POST',
    as: elsewhere,
    json: { secret, accept: true },
  })

  await memberAt(world, '/', { ...robin, email: 'robin@example.org' })
  for (const sentence of promised('the e-mail is on another account'))
    expect((await screen.findAllByText(sentence)).length).toBeGreaterThan(0)
})
