// Says aloud, for those who listen rather than look, when the card changes and at each tenth of the way.
import { useEffect, useRef } from 'react'
import { heroFor, shareDone } from '../state/hero.ts'
import { milestone, nothingSaid } from '../state/milestones.ts'
import { useLanguage, useSession } from '../state/use-window.tsx'
import { heroWords } from './hero-words.ts'

/** A region that is heard, not seen. */
export function Announcer() {
  const { store } = useSession()
  const language = useLanguage()
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let said = nothingSaid
    const listen = (): void => {
      const state = store.get()
      if (state.status === null || state.settings?.firstRunStep !== 'done') return
      const share = shareDone(state.status.progress)
      const hero = heroFor(state)
      const next = milestone(said, hero, share)
      said = next.said
      if (next.announce === null || region.current === null) return
      // Elsewhere the wait for the browser speaks for itself.
      if (hero.kind === 'signing-in' && state.route.to !== 'home') return
      region.current.textContent =
        next.announce === 'share'
          ? language.words.status.announceShare(share)
          : heroWords(hero, state.status, language.words, Date.now()).title
    }
    listen()
    return store.subscribe(listen)
  }, [store, language])
  return <div ref={region} className="visually-hidden" role="status" />
}
