import { type ReactNode, useEffect } from 'react'
import { localText } from '../parts/format.ts'
import { useMember } from './context.tsx'

interface PageProps {
  /** The page's heading, and its title in the browser's tab. */
  title: string
  /** Above the heading: the way back. */
  before?: ReactNode
  /** Beside the heading: what belongs to the page as a whole. */
  actions?: ReactNode
  children: ReactNode
}

/** One screen: its heading can take the focus, and the browser's tab says its title. */
export function Page({ title, before, actions, children }: PageProps) {
  const { config, language } = useMember()
  useEffect(() => {
    document.title = `${title} · ${localText(config.brand.name, language)}`
  }, [title, config, language])

  return (
    <>
      {before}
      <div className="page-head">
        <h1 tabIndex={-1}>{title}</h1>
        {actions}
      </div>
      {children}
    </>
  )
}
