const key = 'foyer.shown'

/*
 * The name that a signed-in person shows in meetings where it is not their account's. It stays on this device, and is
 * told from other people's by the name of the account: the guests' door and the member pages know nothing else in
 * common of a person.
 */

/**
 * Without `<` and `>`, which an account may have, and no name in a meeting.
 * @param account the name of the account, which is shown where no other was chosen
 */
export function shownName(device: () => Storage, account: string): string {
  return (read(device)[account] ?? account).replace(/[<>]/g, '')
}

/** Empty, or the account's: no other than that. */
export function keepShownName(device: () => Storage, account: string, shown: string): void {
  const { [account]: _, ...others } = read(device)
  const kept = shown === '' || shown === account ? others : { ...others, [account]: shown }
  try {
    device().setItem(key, JSON.stringify(kept))
  } catch {
    // A browser that keeps nothing only forgets.
  }
}

function read(device: () => Storage): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(device().getItem(key) ?? '{}')
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : []
    return Object.fromEntries(entries.filter((entry) => typeof entry[1] === 'string'))
  } catch {
    return {}
  }
}
