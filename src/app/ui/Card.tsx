import type { ReactNode } from 'react'
import './card.css'

/** A piece of the page that stands for itself. */
export function Card({ children }: { children: ReactNode }) {
  return <div className="card">{children}</div>
}
