// The way back from a screen that lies behind another.
import { plainRoute } from '../state/session.ts'
import { useLanguage, useSession } from '../state/use-window.tsx'
import { Button } from './button.tsx'

/** A quiet button above the heading, named after where it leads. */
export function BackButton({
  to,
}: {
  to: 'home' | 'history' | 'folders' | 'problems' | 'settings'
}) {
  const { words } = useLanguage()
  const session = useSession()
  return (
    <div className="back">
      <Button weight="quiet" icon="back" onPress={() => session.go(plainRoute(to))}>
        {words.common.nav[to]}
      </Button>
    </div>
  )
}
