import type { JoinInfo } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import { localText } from '../parts/format.ts'

/** Which room this is, and whose. */
export function RoomHead({ join, language }: { join: JoinInfo; language: Language }) {
  return (
    <header className="room-head">
      <p className="quiet">{localText(join.organisation, language)}</p>
      <h1 tabIndex={-1}>{join.name}</h1>
    </header>
  )
}
