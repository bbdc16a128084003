// The frame of a screen: a heading that takes the focus when the screen appears, and one column.
import { useEffect, useRef, type ReactNode } from 'react'
import { useLanguage } from '../state/use-window.tsx'
import './screen.css'

/** A screen with its heading; coming here moves the focus to the heading, so that it is read first. */
export function Screen({
  title,
  lead,
  action,
  before,
  isFull = false,
  children,
}: {
  title: string
  lead?: string
  action?: ReactNode
  before?: ReactNode
  /** True where the screen scrolls a part of itself instead of the whole. */
  isFull?: boolean
  children: ReactNode
}) {
  const { words } = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = words.common.pageTitle(title)
    heading.current?.focus({ preventScroll: true })
  }, [title, words])
  return (
    <div className={isFull ? 'screen screen-full' : 'screen'}>
      <header className="screen-head">
        {before}
        <div className="row-apart">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {action}
        </div>
        {lead !== undefined && <p className="lead">{lead}</p>}
      </header>
      {children}
    </div>
  )
}
