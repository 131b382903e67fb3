import { useEffect, useState } from 'react'
import { Navigate, Outlet, useLocation, useParams } from 'react-router'
import { paths } from '../../paths.ts'
import { SignedOut } from '../account/SignedOut.tsx'
import { useMember } from '../parts/context.tsx'
import { SessionEnded } from '../parts/SessionEnded.tsx'
import { SignInMoved } from '../parts/SignInMoved.tsx'
import { useSessionState } from '../parts/session-state.ts'
import { Refused } from '../refusal/Refused.tsx'
import { TokenRefused } from '../refusal/TokenRefused.tsx'
import { usePageProblem } from './page-problem.ts'
import { useSessionEvents } from './session-events.ts'

/** The pages of somebody who is signed in. When the session ends by itself they stay, with what was typed. */
export function SignedIn() {
  const state = useSessionState()
  const [wasSignedIn] = useState(state.status === 'signed_in')
  useSessionEvents()

  // Another person's pages begin anew: forms, too.
  if (state.status === 'signed_in') return <WhatIsAllowed key={state.identity} />
  if (state.status !== 'signed_out') {
    return (
      <>
        <SessionEnded end={state} isPage={!wasSignedIn} />
        {wasSignedIn && <Outlet />}
      </>
    )
  }
  return wasSignedIn ? <SignedOut elsewhere={state.elsewhere} /> : <Elsewhere />
}

/** The page, or why the proxy shows this person none. */
function WhatIsAllowed() {
  const problem = usePageProblem()
  if (problem?.code === 'not_admitted') return <Refused />
  if (problem?.code === 'issuer_retired') return <SignInMoved />
  return problem ? <TokenRefused problem={problem} /> : <Outlet />
}

/** Nobody is signed in: home and rooms have a public page at the same address, the others ask to sign in. */
function Elsewhere() {
  const { browser } = useMember()
  const { room } = useParams()
  const { pathname, search } = useLocation()
  const left = new URLSearchParams(search).get('left')
  const door = room === undefined ? null : paths.roomAsGuest(room, left)
  const publicPage = pathname === '/' ? '/' : door

  useEffect(() => {
    if (publicPage !== null) browser.replace(publicPage)
  }, [browser, publicPage])

  if (publicPage !== null) return null
  return <Navigate to={paths.signIn(pathname + search)} replace />
}
