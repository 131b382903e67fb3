import { UnreadableXml, type XmlElement } from './xml.ts'

/** An entry of a list that is not as BBB writes it. */
export interface OddEntry {
  element: XmlElement
  /** The fault, without any content of the entry. */
  reason: string
}

/**
 * Reads the entries of a list one by one. Servers are shared with other front-ends: one odd entry must not hide the
 * others.
 * @param read throws UnreadableXml for an entry that is odd
 */
export function readEach<T>(entries: XmlElement[], read: (entry: XmlElement) => T) {
  const good: T[] = []
  const odd: OddEntry[] = []
  for (const element of entries) {
    try {
      good.push(read(element))
    } catch (error) {
      if (!(error instanceof UnreadableXml)) throw error
      odd.push({ element, reason: error.message })
    }
  }
  return { good, odd }
}

/** The id of an odd entry; null where even that cannot be read. */
export function idIn(entry: XmlElement, name: string): string | null {
  const [id] = readEach([entry], (element) => element.requiredText(name)).good
  return id ?? null
}
