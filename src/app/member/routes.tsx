import type { QueryClient } from '@tanstack/react-query'
import type { RouteObject } from 'react-router'
import type { Call, Client, InputOf } from '../client.ts'
import { Frame } from './Frame.tsx'
import { Loading } from './Loading.tsx'
import { AcceptPage } from './pages/AcceptPage.tsx'
import { CallbackPage } from './pages/CallbackPage.tsx'
import { ErrorPage } from './pages/ErrorPage.tsx'
import { MePage } from './pages/MePage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import { OfferPage } from './pages/OfferPage.tsx'
import { OperatorAccessPage } from './pages/OperatorAccessPage.tsx'
import { OrganisationPage } from './pages/OrganisationPage.tsx'
import { RecordingsPage } from './pages/RecordingsPage.tsx'
import { RoomHostsPage } from './pages/RoomHostsPage.tsx'
import { RoomPage } from './pages/RoomPage.tsx'
import { RoomSettingsPage } from './pages/RoomSettingsPage.tsx'
import { RoomsPage } from './pages/RoomsPage.tsx'
import { SignedOutPage } from './pages/SignedOutPage.tsx'
import { SignInPage } from './pages/SignInPage.tsx'
import { SignedIn } from './SignedIn.tsx'

/**
 * Every member page. Their code comes as one file: a page of ours is a kilobyte, a round trip on a slow phone
 * 150 ms. What a page asks first is on its way before it is shown.
 */
export function createRoutes({ client, queries }: { client: Client; queries: QueryClient }): RouteObject[] {
  const ask = <C extends Call>(name: C, input: InputOf<C>) => {
    void queries.prefetchQuery(client.query(name, input))
    return null
  }

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
                { index: true, Component: RoomsPage, loader: () => ask('rooms.list', {}) },
                { path: 'recordings', Component: RecordingsPage, loader: () => ask('recordings.list', {}) },
                {
                  path: 'operator/access',
                  Component: OperatorAccessPage,
                  loader: () => ask('operator.access', {}),
                },
                { path: 'me', Component: MePage, loader: () => ask('me.get', {}) },
                {
                  path: 'organisations/:id',
                  Component: OrganisationPage,
                  loader: ({ params }) => ask('organisations.get', { path: { id: params.id ?? '' } }),
                },
                {
                  path: ':room',
                  Component: RoomPage,
                  loader: ({ params }) => ask('rooms.get', { path: { room: params.room ?? '' } }),
                },
                {
                  path: ':room/settings',
                  Component: RoomSettingsPage,
                  loader: ({ params }) => ask('rooms.get', { path: { room: params.room ?? '' } }),
                },
                {
                  path: ':room/hosts',
                  Component: RoomHostsPage,
                  loader: ({ params }) => ask('rooms.get', { path: { room: params.room ?? '' } }),
                },
              ],
            },
            { path: 'offers/accept', Component: OfferPage },
            // Whoever accepts an invitation is not admitted yet.
            { path: 'organisations/:id/accept', Component: AcceptPage },
            { path: 'sign-in', Component: SignInPage },
            { path: 'sign-in/:issuer/callback', Component: CallbackPage },
            { path: 'signed-out', Component: SignedOutPage },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]
}
