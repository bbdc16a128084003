// The help, read inside the window above whatever is on show: a list of its pages and the one that is open. The pages are
// docs/*.md (help-texts.ts); nothing of it comes from elsewhere.
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog } from '../../parts/dialog.tsx'
import { useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import type { HelpPlace } from '../../state/window-state.ts'
import { helpTexts } from './help-texts.ts'
import { helpPages, parsePage, type Block } from './markdown.ts'
import { PageView } from './page-view.tsx'
import './help.css'

/** The help where it is open, and nothing where it is closed. */
export function HelpDialog() {
  const { words } = useLanguage()
  const { store } = useSession()
  const place = useWindowState((state) => state.help)
  const go = (to: HelpPlace | null): void => store.send({ kind: 'help', place: to })
  return (
    <Dialog title={words.help.title} isTall isRead isOpen={place !== null} onClose={() => go(null)}>
      {place !== null && <Reader place={place} onGo={go} />}
    </Dialog>
  )
}

function Reader({ place, onGo }: { place: HelpPlace; onGo(place: HelpPlace): void }) {
  const { words } = useLanguage()
  const { page, anchor } = place
  const [read, setRead] = useState<{ page: string; blocks: Block[] } | null>(null)
  const article = useRef<HTMLElement>(null)
  useEffect(() => {
    let isCurrent = true
    void helpTexts[page]().then(({ default: text }) => {
      if (isCurrent) setRead({ page, blocks: parsePage(text, page) })
    })
    return () => {
      isCurrent = false
    }
  }, [page])
  const blocks = read?.page === page ? read.blocks : null
  const isRead = blocks !== null
  useEffect(() => {
    if (!isRead) return
    const heading = article.current?.querySelector<HTMLElement>(
      anchor === null ? 'h3' : `#help-${CSS.escape(anchor)}`,
    )
    heading?.focus({ preventScroll: true })
    // A page begins with the row of pages above it.
    if (anchor === null) article.current?.closest('.modal')?.scrollTo({ top: 0 })
    else heading?.scrollIntoView({ block: 'start' })
  }, [isRead, page, anchor])
  return (
    <>
      <nav aria-label={words.help.pagesTitle}>
        <ul className="help-pages">
          {helpPages.map((name) => (
            <li key={name}>
              <AriaButton
                className="help-page-button"
                aria-current={name === page ? 'page' : 'false'}
                onPress={() => onGo({ page: name, anchor: null })}
              >
                {words.help.pages[name]}
              </AriaButton>
            </li>
          ))}
        </ul>
      </nav>
      <article className="help-text" ref={article} lang="en" dir="ltr">
        {blocks !== null && <PageView blocks={blocks} onGo={onGo} />}
      </article>
    </>
  )
}
