import { tryLimits } from '../limits.ts'

const { attack, freeAnywhere, freeHere, freeInAttack, pauses } = tryLimits

/**
 * No address rests for longer, in the unit of the pace: twice the longest pause, for those that several processes set
 * at once. What is stored beyond was set by a clock that ran ahead.
 */
export const longestPause = 2 * pauses.attack.longest

/**
 * How long an address rests after a wrong try, in the unit of the pace; 0: it does not.
 * @param wrong how many there were of that address, this one too: at this place, or over all places
 * @param isAttacked whether the place is
 */
export function pauseAfter(wrong: number, where: 'here' | 'anywhere', isAttacked: boolean): number {
  const free = where === 'anywhere' ? freeAnywhere : isAttacked ? freeInAttack : freeHere
  const surplus = wrong - free
  const { shortest, longest } = isAttacked ? pauses.attack : pauses.usual
  return surplus < 0 ? 0 : Math.min(longest, shortest * 2 ** Math.min(surplus, 10))
}

/** Whether somebody is to be told now of an attack: when it begins, and again after as many wrong attempts more. */
export function isTold(wrong: number, added: number): boolean {
  return Math.floor(wrong / attack) > Math.floor((wrong - added) / attack)
}
