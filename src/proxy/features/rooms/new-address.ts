import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import { generatedAddress } from './rules.ts'
import { claimAddress } from './store.ts'

/** Draws until one is free, and ends. */
const draws = 200

type Draw = Pick<Environment, 'random' | 'now'>

export async function giveAddress(
  db: Parameters<typeof claimAddress>[0],
  id: string,
  chosen: string | null,
  env: Draw,
) {
  for (let draw = 0; draw < draws; draw++) {
    const address = chosen ?? generatedAddress(env.random)
    if (await claimAddress(db, address, id, env.now())) {
      await db.updateTable('rooms').set({ address }).where('id', '=', id).execute()
      return
    }
    if (chosen) throw new ProblemError('address_taken')
  }
  throw new Error('no free address was drawn')
}
