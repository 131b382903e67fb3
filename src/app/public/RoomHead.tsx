import type { JoinInfo } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import { localText } from '../parts/format.ts'

interface RoomHeadProps {
  join: Pick<JoinInfo, 'name' | 'organisation'>
  language: Language
}

/** Which room this is, and whose. */
export function RoomHead({ join, language }: RoomHeadProps) {
  return (
    <header className="room-head">
      <p className="quiet">{localText(join.organisation, language)}</p>
      <h1 tabIndex={-1}>{join.name}</h1>
    </header>
  )
}
