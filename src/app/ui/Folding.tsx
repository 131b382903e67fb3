import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState, useSyncExternalStore } from 'react'
import './folding.css'

interface FoldingProps {
  title: string
  /** A summary of the content, shown with the title while it is folded. */
  summary?: string | undefined
  /** Beside the title, while it is not folded. */
  action?: ReactNode
  /** The content has frames of its own. */
  isBare?: boolean
  children: ReactNode
}

/**
 * A part of a long page. Where there is room it is a heading and what belongs to it; on a phone it is folded at
 * first, so that all parts are in sight. Turning the phone changes nothing inside: what is being sent goes on.
 */
export function Folding({ title, summary, action, isBare = false, children }: FoldingProps) {
  const id = useId()
  const isNarrow = useSyncExternalStore(subscribe, isNarrowNow)
  const [isOpen, setOpen] = useState(false)
  const isFolded = isNarrow && !isOpen
  const frame = isBare ? 'folding-bare' : 'card'
  return (
    <section className={`folding ${isFolded ? 'card folding-folded' : frame}`} aria-labelledby={id}>
      <div className="folding-head">
        <h2 id={id}>
          {isNarrow ? (
            <button
              type="button"
              className="folding-button"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {title}
              <ChevronDown aria-hidden />
            </button>
          ) : (
            title
          )}
        </h2>
        {!isFolded && action}
      </div>
      {isFolded && summary && <p className="folding-summary">{summary}</p>}
      <div className="folding-inside" hidden={isFolded}>
        {children}
      </div>
    </section>
  )
}

const narrow = '(max-width: 40rem)'

function isNarrowNow(): boolean {
  return globalThis.matchMedia?.(narrow).matches ?? false
}

function subscribe(onChange: () => void): () => void {
  const media = globalThis.matchMedia?.(narrow)
  media?.addEventListener('change', onChange)
  return () => media?.removeEventListener('change', onChange)
}
