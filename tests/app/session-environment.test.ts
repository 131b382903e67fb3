import { expect, test } from 'vitest'
import { browserEnvironment } from '../../src/app/session/environment.ts'

test('the proxy is told by a cookie that a session is stored here', () => {
  const world = browserEnvironment()
  world.rememberMember('1.t', 60)
  expect(document.cookie).toBe('foyer_member=1.t')
  world.rememberMember('0.t', 0)
  expect(document.cookie).toBe('')
})

test('a sign-out that never came back asks for nothing any more once somebody signed in', async () => {
  history.replaceState(null, '', '/signed-out')
  const world = browserEnvironment()
  await world.clearStorage('on_return')
  expect(document.cookie).toBe('foyer_clear=1')
  world.keepStorage()
  expect(document.cookie).toBe('')
})

test('an answer leaves the address, so that the back button and a reload do not open it again', () => {
  history.replaceState(null, '', '/sign-in/sso/callback?code=1&state=2')
  const world = browserEnvironment()
  world.replaceAddress('/sign-in/sso/callback')
  expect(location.search).toBe('')
  expect(world.path()).toBe('/sign-in/sso/callback')
})

test('another tab is heard when it changes the session', () => {
  const heard: (string | null)[] = []
  browserEnvironment().onOtherTab((key) => heard.push(key))
  window.dispatchEvent(new StorageEvent('storage', { key: 'oidc.user:https://sso.example:foyer' }))
  expect(heard).toEqual(['oidc.user:https://sso.example:foyer'])
})
