import type { QueryClient } from '@tanstack/react-query'
import type { RouteObject } from 'react-router'
import type { Call, Client, InputOf } from '../client.ts'
import { Frame } from './Frame.tsx'
import { Loading } from './Loading.tsx'
import { ErrorPage } from './pages/ErrorPage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import { SignedIn } from './SignedIn.tsx'

/** Every member page. What a page asks first is on its way while its code is. */
export function createRoutes({ client, queries }: { client: Client; queries: QueryClient }): RouteObject[] {
  const ask = <C extends Call>(name: C, input: InputOf<C>) => {
    void queries.prefetchQuery(client.query(name, input))
    return null
  }
  const rooms = { Component: async () => (await import('./pages/RoomsPage.tsx')).RoomsPage }
  const recordings = { Component: async () => (await import('./pages/RecordingsPage.tsx')).RecordingsPage }
  const me = { Component: async () => (await import('./pages/MePage.tsx')).MePage }
  const room = { Component: async () => (await import('./pages/RoomPage.tsx')).RoomPage }
  const signIn = { Component: async () => (await import('./pages/SignInPage.tsx')).SignInPage }
  const callback = { Component: async () => (await import('./pages/CallbackPage.tsx')).CallbackPage }
  const signedOut = { Component: async () => (await import('./pages/SignedOutPage.tsx')).SignedOutPage }

  return [
    {
      Component: Frame,
      ErrorBoundary: ErrorPage,
      children: [
        {
          ErrorBoundary: ErrorPage,
          HydrateFallback: Loading,
          children: [
            {
              Component: SignedIn,
              children: [
                { index: true, lazy: rooms, loader: () => ask('rooms.list', {}) },
                { path: 'recordings', lazy: recordings, loader: () => ask('recordings.list', {}) },
                { path: 'me', lazy: me, loader: () => ask('me.get', {}) },
                {
                  path: ':room',
                  lazy: room,
                  loader: ({ params }) => ask('rooms.get', { path: { room: params.room ?? '' } }),
                },
              ],
            },
            { path: 'sign-in', lazy: signIn },
            { path: 'sign-in/:issuer/callback', lazy: callback },
            { path: 'signed-out', lazy: signedOut },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]
}
