/** The link of an invitation, in a tab: it came with the address, and nobody typed it. */
export const invitationKey = 'foyer.invitation'
/** Session-storage keys of unsaved form texts, one for each form. */
export const draftPrefix = 'foyer.draft.'

/**
 * Forgets what was typed in a tab, and where it was to lead.
 * @param keepsInvitation whoever opened an invitation goes on with it, as whoever they sign in
 */
export function forgetTyped(tab: Storage, keepsInvitation: boolean): void {
  for (const key of keysOf(tab)) {
    const isInvitation = key === invitationKey && !keepsInvitation
    if (isInvitation || key.startsWith(draftPrefix) || key === 'foyer.destination') tab.removeItem(key)
  }
}

/** Forgets what a browser remembers of people: the names they gave, and what they chose. */
export function forgetPeople(local: Storage, kept: string): void {
  for (const key of keysOf(local)) {
    if (key.startsWith('foyer.') && key !== kept) local.removeItem(key)
  }
}

function keysOf(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
}
