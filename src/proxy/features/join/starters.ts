import type { Consents } from '../consents/consents.ts'
import type { WaysIn } from '../feedback/ways-in.ts'
import type { Entered } from '../meetings/routes.ts'
import type { RowLimits } from './row-limits.ts'

interface Keepers {
  consents: Pick<Consents, 'noteEntering'>
  waysIn: Pick<WaysIn, 'note'>
  rowLimits: RowLimits
}

/** Keeps of each starter what is kept of everybody who enters: how they came in, and their consent. */
export function noteStarters({ consents, waysIn, rowLimits }: Keepers): Entered {
  return async (room, { meeting, device, starter, language }) => {
    if (!rowLimits.mayLeaveRows(room, { meeting, device }, { starter: starter.id })) return
    await waysIn.note(meeting, device)
    // Whose room it is has decided that it may be recorded.
    if (room.standingBy !== 'owner') await consents.noteEntering(room, { device, language })
  }
}
