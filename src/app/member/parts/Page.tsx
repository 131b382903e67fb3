import { type ReactNode, useEffect } from 'react'
import { localText } from '../../parts/format.ts'
import { useMember } from './context.tsx'

interface PageProps {
  /** The page's heading, and its title in the browser's tab. */
  title: string
  /** Another title for the browser's tab. */
  documentTitle?: string
  /** Above the heading: the way back. */
  before?: ReactNode
  /** Beside the heading: what belongs to the page as a whole. */
  actions?: ReactNode
  /** Under the heading: whose it is. */
  below?: ReactNode
  children: ReactNode
}

/** One screen: its heading can take the focus, and the browser's tab says its title. */
export function Page({ title, documentTitle = title, before, below, actions, children }: PageProps) {
  const { config, language } = useMember()
  useEffect(() => {
    document.title = `${documentTitle} · ${localText(config.brand.name, language)}`
  }, [documentTitle, config, language])

  return (
    <>
      {before}
      <div className="page-head">
        <div className="page-title">
          <h1 tabIndex={-1}>{title}</h1>
          {below && <p className="quiet">{below}</p>}
        </div>
        {actions}
      </div>
      {children}
    </>
  )
}
