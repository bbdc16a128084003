// The photos that arrived last, as pictures; each opens in Google Photos.
import { Button as AriaButton } from 'react-aria-components/Button'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Thumbnail } from '../../parts/thumbnail.tsx'
import {
  useAnswer,
  useCall,
  useLanguage,
  useLater,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'

/** One row, or two while nothing else moves. */
const shownWhileBusy = 8
const shownAtRest = 16
const newEveryMs = 2_000

/** The card. */
export function Recent({ isBusy }: { isBusy: boolean }) {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  // Arrivals alone renew the pictures, not every step of every file.
  const doneFiles = useLater(
    useWindowState((state) => state.status?.counts.done.files ?? 0),
    newEveryMs,
  )
  const { value } = useAnswer(
    'listHistory',
    { filter: { states: ['done'] }, after: null, limit: isBusy ? shownWhileBusy : shownAtRest },
    { revision: doneFiles },
  )
  if (value === null) return null
  return (
    <Card
      title={words.home.recent}
      action={
        value.rows.length > 0 && (
          <Button
            weight="quiet"
            onPress={() => session.go({ to: 'history', filter: { states: ['done'] } })}
          >
            {words.home.seeAll}
          </Button>
        )
      }
    >
      {value.rows.length === 0 ? (
        <p className="soft">{words.home.recentEmpty}</p>
      ) : (
        <ul className="recent">
          {value.rows.map((row) => (
            <li key={row.fileId}>
              <AriaButton
                className="recent-photo"
                aria-label={words.common.actionOn(words.history.actions.open, row.name)}
                isDisabled={!row.canOpen}
                onPress={() => void call('openItem', { fileId: row.fileId })}
              >
                <Thumbnail
                  fileId={row.fileId}
                  kind={row.facts?.mediaKind ?? 'photo'}
                  side={256}
                  size="tile"
                />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
