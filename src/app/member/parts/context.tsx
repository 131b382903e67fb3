import { createContext, type ReactNode, useContext } from 'react'
import type { Config } from '../../../contract/config.ts'
import type { Language } from '../../../contract/languages.ts'
import type { Client } from '../../client.ts'
import type { Session } from '../../session/session.ts'

/** The window, as far as the pages leave it. */
export interface Browser {
  /** Goes to another document: a meeting, a player, a public page. */
  open(url: string): void
  /** The same, and the back button does not lead here. */
  replace(url: string): void
}

/** Dependencies of every member page. */
export interface MemberDependencies {
  session: Session
  client: Client
  config: Config
  language: Language
  browser: Browser
}

const MemberContext = createContext<MemberDependencies | null>(null)

export function MemberProvider({ parts, children }: { parts: MemberDependencies; children: ReactNode }) {
  return <MemberContext value={parts}>{children}</MemberContext>
}

export function useMember(): MemberDependencies {
  const parts = useContext(MemberContext)
  if (!parts) throw new Error('a member page is shown outside of the member application')
  return parts
}
