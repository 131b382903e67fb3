import { SaxesParser } from 'saxes'

/** An answer that is not the XML it should be. Its message never repeats content: that may hold passwords. */
export class UnreadableXml extends Error {
  override readonly name = 'UnreadableXml'
}

/** Limits of a reply, far above what BBB sends: levels, elements, characters of one element's text. */
const limits = { depth: 32, elements: 300_000, text: 100_000 }

const noChildren: XmlElement[] = []

/**
 * One element, its values as text: ids such as `007` and `1e5` stay what they are. How often a child may occur
 * and what it means is said by whoever reads it, so nothing depends on how many happen to be there.
 */
export class XmlElement {
  readonly name: string
  #text = ''
  #children = noChildren

  constructor(name: string) {
    this.name = name
  }

  addText(text: string): void {
    if (this.#text.length + text.length > limits.text) {
      throw new UnreadableXml(`a text of more than ${limits.text} characters`)
    }
    this.#text += text
  }

  addChild(child: XmlElement): void {
    if (this.#children === noChildren) this.#children = []
    this.#children.push(child)
  }

  /** Every child of this name, in their order. */
  all(name: string): XmlElement[] {
    return this.#children.filter((child) => child.name === name)
  }

  /**
   * The child of this name, null where there is none.
   * @throws UnreadableXml where there are several: which of them is true cannot be known
   */
  one(name: string): XmlElement | null {
    const [first, ...others] = this.all(name)
    if (others.length > 0) throw new UnreadableXml(`more than one <${name}>`)
    return first ?? null
  }

  /** Every `item` inside the child `list`; none where there is no list. */
  list(list: string, item: string): XmlElement[] {
    return this.one(list)?.all(item) ?? []
  }

  /** The text of a child without the white space around it; empty where the child is missing. */
  text(name: string): string {
    const child = this.one(name)
    if (!child) return ''
    if (child.#children.length > 0) throw new UnreadableXml(`elements inside <${name}>, which is a text`)
    return child.#text.trim()
  }

  /** A text that must not be empty. */
  requiredText(name: string): string {
    const text = this.text(name)
    if (text === '') throw new UnreadableXml(`no <${name}>`)
    return text
  }

  /** A whole number ≥ 0, also as `1,202` (BBB 2.7 and before); null where it is missing or no number. */
  count(name: string): number | null {
    const text = this.text(name)
    return /^(\d+|\d{1,3}(,\d{3})+)$/.test(text) ? safeInteger(text.replaceAll(',', '')) : null
  }

  /** Epoch milliseconds; null where BBB does not know them, which it writes as 0 or as nothing. */
  time(name: string): number | null {
    const text = this.text(name)
    return /^\d+$/.test(text) ? safeInteger(text) || null : null
  }

  /** True or false; false where it is missing. */
  flag(name: string): boolean {
    const text = this.text(name).toLowerCase()
    if (text !== 'true' && text !== 'false' && text !== '')
      throw new UnreadableXml(`<${name}> is not true or false`)
    return text === 'true'
  }
}

function safeInteger(digits: string): number | null {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : null
}

/** Takes a document piece by piece, so that a large one blocks nobody. */
interface XmlReader {
  /** @throws UnreadableXml as soon as the document breaks a rule */
  write(piece: string): void
  /**
   * @returns the root element
   * @throws UnreadableXml where the document is not complete
   */
  end(): XmlElement
}

/**
 * A strict reader: what is not well-formed is refused, as are document types (entities that expand without end
 * come with them). Attributes, comments and processing instructions say nothing in BBB's replies.
 */
export function createXmlReader(): XmlReader {
  const open: XmlElement[] = []
  let root: XmlElement | null = null
  let elements = 0
  const parser = new SaxesParser()

  const takeText = (text: string) => open.at(-1)?.addText(text)
  parser.on('error', () => {
    throw new UnreadableXml(`not well-formed XML, line ${parser.line}`)
  })
  parser.on('doctype', () => {
    throw new UnreadableXml('a document type')
  })
  parser.on('opentag', ({ name }) => {
    if (++elements > limits.elements) throw new UnreadableXml(`more than ${limits.elements} elements`)
    if (open.length >= limits.depth) throw new UnreadableXml(`elements nested deeper than ${limits.depth}`)
    const element = new XmlElement(name)
    open.at(-1)?.addChild(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', takeText)
  parser.on('cdata', takeText)

  return {
    write(piece) {
      parser.write(piece)
    },
    end() {
      parser.close()
      if (!root) throw new UnreadableXml('an empty document')
      return root
    },
  }
}
