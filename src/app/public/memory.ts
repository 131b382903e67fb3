import { draftPrefix } from '../parts/typed.ts'

const nameKey = 'foyer.name'
const soundKey = 'foyer.sound'
const draftKey = `${draftPrefix}join`

/**
 * The guest's name, on this device: nothing else is kept about guests, and it stays here, until somebody signs out of
 * this browser or somebody else signs in.
 * A browser that keeps nothing (storage blocked or full) only forgets.
 */
export function rememberedName(device: () => Storage): string {
  return quietly(() => device().getItem(nameKey)) ?? ''
}

export function rememberName(device: () => Storage, name: string): void {
  quietly(() => device().setItem(nameKey, name))
}

export function forgetName(device: () => Storage): void {
  quietly(() => device().removeItem(nameKey))
}

/** Whether a sound is wanted when the meeting opens; nobody is startled who did not ask for it. */
export function isSoundWanted(device: () => Storage): boolean {
  return quietly(() => device().getItem(soundKey)) === 'on'
}

export function keepSound(device: () => Storage, isWanted: boolean): void {
  quietly(() => (isWanted ? device().setItem(soundKey, 'on') : device().removeItem(soundKey)))
}

/** Keeps typed values through a change of language, which loads the page anew. */
export interface JoinDraft {
  name: string
  consent: boolean
}

export function readDraft(tab: () => Storage): JoinDraft | null {
  return quietly(() => JSON.parse(tab().getItem(draftKey) ?? 'null')) ?? null
}

export function keepDraft(tab: () => Storage, draft: JoinDraft): void {
  quietly(() => tab().setItem(draftKey, JSON.stringify(draft)))
}

export function dropDraft(tab: () => Storage): void {
  quietly(() => tab().removeItem(draftKey))
}

function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
