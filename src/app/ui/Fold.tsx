import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import './fold.css'

interface FoldProps {
  title: string
  /** What is inside, in a few words; shown beside the title, open or not. */
  summary?: string
  startsOpen?: boolean
  children: ReactNode
}

/** A part of a page that is opened when it is wanted: the browser's own, which keyboards and its search know. */
export function Fold({ title, summary, startsOpen = false, children }: FoldProps) {
  return (
    <details className="fold" open={startsOpen}>
      <summary>
        <ChevronDown aria-hidden />
        <h3>{title}</h3>
        {summary && <span className="fold-summary">{summary}</span>}
      </summary>
      <div className="fold-inside">{children}</div>
    </details>
  )
}
