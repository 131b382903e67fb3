import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import './opening.css'

interface OpeningProps {
  title: string
  /** A summary of the content, shown with the title while it is closed. */
  summary?: string
  startsOpen?: boolean
  children: ReactNode
}

/** A part of a page that is opened when it is wanted: the browser's own, which keyboards and its search know. */
export function Opening({ title, summary, startsOpen = false, children }: OpeningProps) {
  return (
    <details className="opening" open={startsOpen}>
      <summary>
        <ChevronDown aria-hidden />
        <h3>{title}</h3>
        {summary && <span className="opening-summary">{summary}</span>}
      </summary>
      <div className="opening-inside">{children}</div>
    </details>
  )
}
