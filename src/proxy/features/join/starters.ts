import type { Consents } from '../consents/consents.ts'
import type { Admissions } from '../feedback/admissions.ts'
import type { Entered } from '../meetings/routes.ts'
import type { RowLimits } from './row-limits.ts'

interface Keepers {
  consents: Pick<Consents, 'noteEntering'>
  admissions: Pick<Admissions, 'note'>
  rowLimits: RowLimits
}

/** Keeps of each starter what is kept of everybody who enters: how they came in, and their consent. */
export function noteStarters({ consents, admissions, rowLimits }: Keepers): Entered {
  return async (room, { meeting, device, starter, language }) => {
    if (!rowLimits.mayLeaveRows(room, { meeting, device }, { starter: starter.id })) return
    await admissions.note(meeting, device)
    // Owners have decided themselves that it may be recorded.
    if (room.roleReason !== 'owner') await consents.noteEntering(room, { device, language })
  }
}
