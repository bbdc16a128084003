// Short messages at the foot of the window, in room of their own. Good news leaves by itself; a problem stays until it is put
// away, is solved, or the screen on which it was met is left.
import { useEffect, useState } from 'react'
import { useLanguage, useSession, useWindowState } from '../state/use-window.tsx'
import type { Notice } from '../state/window-state.ts'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import './notices.css'

const goodStaysMs = 8_000

function NoticeLine({ notice }: { notice: Notice }) {
  const { store } = useSession()
  const { words } = useLanguage()
  const { id, tone } = notice
  // Nobody reads against the clock: it rests while the pointer or the focus is here.
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (tone !== 'good' || isHeld) return
    const timer = setTimeout(() => store.send({ kind: 'notice-dismissed', id }), goodStaysMs)
    return () => clearTimeout(timer)
  }, [store, id, tone, isHeld])
  return (
    <li
      className={`notice notice-${tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={tone === 'good' ? 'check' : 'alert'} />
      <div className="notice-words">
        <p>{notice.text}</p>
        {notice.detail !== null && <p className="small">{notice.detail}</p>}
      </div>
      <IconButton
        label={words.common.dismiss}
        icon="close"
        onPress={() => store.send({ kind: 'notice-dismissed', id })}
      />
    </li>
  )
}

/** The messages, read aloud as they come. */
export function Notices() {
  const notices = useWindowState((state) => state.notices)
  const { words } = useLanguage()
  return (
    <section className="notices" aria-label={words.common.notice} aria-live="polite">
      <ul>
        {notices.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  )
}
