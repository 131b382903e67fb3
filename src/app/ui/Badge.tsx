import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import './badge.css'

const icons = { good: CircleCheck, careful: TriangleAlert, bad: CircleAlert, neutral: CircleDashed } as const

export type BadgeKind = keyof typeof icons

/** A state: its colour never speaks alone. */
export function Badge({ kind, children }: { kind: BadgeKind; children: ReactNode }) {
  const Icon = icons[kind]
  return (
    <span className={`badge badge-${kind}`}>
      <Icon aria-hidden />
      {children}
    </span>
  )
}
