import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import './notice.css'

const icons = { good: CircleCheck, careful: TriangleAlert, bad: CircleAlert, info: Info } as const

interface NoticeProps {
  kind: keyof typeof icons
  title?: string | undefined
  /** `alert` for what has just gone wrong, `status` for what has just come true. */
  role?: 'alert' | 'status' | undefined
  children?: ReactNode
}

/** Something to know before going on, with an icon beside its words. */
export function Notice({ kind, title, role, children }: NoticeProps) {
  const Icon = icons[kind]
  return (
    <div className={`notice notice-${kind}`} role={role}>
      <Icon aria-hidden />
      <div className="notice-words">
        {title && <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  )
}
