import { useState } from 'react'
import { keepShownName, shownName } from '../../parts/shown-name.ts'
import { useSessionState } from '../parts/session-state.ts'

const device = () => localStorage

/** As whom one is seen in meetings, and how one chooses another name for it. */
export function useShownName() {
  const state = useSessionState()
  const account = state.status === 'signed_in' ? (state.name ?? '') : ''
  const [, setChanges] = useState(0)
  return {
    account,
    shown: shownName(device, account),
    keep(name: string) {
      keepShownName(device, account, name.trim())
      setChanges((changes) => changes + 1)
    },
  }
}
