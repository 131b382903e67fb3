import { Frame } from './shell/Frame.tsx'

// Above stands the frame alone: its styles come first in the file of styles, and pages may overrule them.

import type { QueryClient } from '@tanstack/react-query'
import type { RouteObject } from 'react-router'
import { memberPaths } from '../../contract/addresses.ts'
import type { Call, Client, InputOf } from '../client.ts'
import { CallbackPage } from './account/CallbackPage.tsx'
import { MePage } from './account/MePage.tsx'
import { SignedOutPage } from './account/SignedOutPage.tsx'
import { SignInPage } from './account/SignInPage.tsx'
import { OfferPage } from './hosts/OfferPage.tsx'
import { RoomHostsPage } from './hosts/RoomHostsPage.tsx'
import { OperatorAccessPage } from './operator/OperatorAccessPage.tsx'
import { AcceptPage } from './organisation/AcceptPage.tsx'
import { OrganisationPage } from './organisation/OrganisationPage.tsx'
import { RecordingsPage } from './recordings/RecordingsPage.tsx'
import { RoomPage } from './room/RoomPage.tsx'
import { RoomSettingsPage } from './room/RoomSettingsPage.tsx'
import { RoomsPage } from './rooms/RoomsPage.tsx'
import { ErrorPage } from './shell/ErrorPage.tsx'
import { Loading } from './shell/Loading.tsx'
import { NotFoundPage } from './shell/NotFoundPage.tsx'
import { SignedIn } from './shell/SignedIn.tsx'

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
                {
                  path: memberPaths.recordings,
                  Component: RecordingsPage,
                  loader: () => ask('recordings.list', {}),
                },
                {
                  path: memberPaths.operatorAccess,
                  Component: OperatorAccessPage,
                  loader: () => ask('operator.access', {}),
                },
                { path: memberPaths.me, Component: MePage, loader: () => ask('me.get', {}) },
                {
                  path: memberPaths.organisation,
                  Component: OrganisationPage,
                  loader: ({ params }) => ask('organisations.get', { path: { id: params.id ?? '' } }),
                },
                {
                  path: memberPaths.room,
                  Component: RoomPage,
                  loader: ({ params }) => ask('rooms.get', { path: { room: params.room ?? '' } }),
                },
                {
                  path: memberPaths.roomSettings,
                  Component: RoomSettingsPage,
                  loader: ({ params }) => ask('rooms.get', { path: { room: params.room ?? '' } }),
                },
                {
                  path: memberPaths.roomHosts,
                  Component: RoomHostsPage,
                  loader: ({ params }) => ask('rooms.get', { path: { room: params.room ?? '' } }),
                },
              ],
            },
            { path: memberPaths.acceptOffer, Component: OfferPage },
            // Outside of `SignedIn`: people who accept an invitation are not admitted yet.
            { path: memberPaths.acceptInvitation, Component: AcceptPage },
            { path: memberPaths.signIn, Component: SignInPage },
            { path: memberPaths.signInCallback, Component: CallbackPage },
            { path: memberPaths.signedOut, Component: SignedOutPage },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]
}
