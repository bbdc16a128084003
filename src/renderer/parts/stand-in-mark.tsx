// Says on every screen that Shoebox speaks with a stand-in and not with Google, and where it listens. It takes no clicks.
import { useLanguage, useSession } from '../state/use-window.tsx'
import './stand-in-mark.css'

/** The mark; nothing where Google is Google. */
export function StandInMark() {
  const { words } = useLanguage()
  const { standIn } = useSession().bridge.initial
  if (standIn === null) return null
  return (
    <p className="stand-in-mark small" role="note">
      {words.common.standIn(standIn)}
    </p>
  )
}
