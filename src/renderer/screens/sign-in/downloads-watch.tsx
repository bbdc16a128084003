// Looks for the client file in the downloads once the user has said yes, by name, until the guide is left. A file that is
// found is asked about before anything opens it; the looking itself is the shell's.
import { Banner } from '../../parts/card.tsx'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { Icon } from '../../parts/icon.tsx'
import { useAnswer, useLanguage } from '../../state/use-window.tsx'

/** Somebody who has just saved the file waits about so long for it to be seen. */
const lookEveryMs = 1_000

/** Whether to look, and what has been answered about already. Kept by the guide, so that it ends with it. */
export type DownloadsLook = { isOn: boolean; putAway: ReadonlySet<string> }
/** Before anybody has said yes. */
export const notLooking: DownloadsLook = { isOn: false, putAway: new Set() }

/** The offer to look, the look, or what it found. `onUse` is given the id of the file that is wanted. */
export function DownloadsWatch({
  look,
  onLook,
  onUse,
}: {
  look: DownloadsLook
  onLook(look: DownloadsLook): void
  onUse(fileId: string): void
}) {
  const { words } = useLanguage()
  const own = words.clientGuide.downloads
  return (
    <div role="group" aria-label={own.title} {...focusPlace}>
      {look.isOn ? (
        <Looking
          putAway={look.putAway}
          onStop={() => onLook({ ...look, isOn: false })}
          onPutAway={(fileId) => onLook({ ...look, putAway: new Set([...look.putAway, fileId]) })}
          onUse={onUse}
        />
      ) : (
        <div className="downloads-watch">
          <p className="soft">{own.ask}</p>
          <Button icon="search" onPress={() => onLook({ ...look, isOn: true })}>
            {own.yes}
          </Button>
        </div>
      )}
    </div>
  )
}

function Looking({
  putAway,
  onStop,
  onPutAway,
  onUse,
}: {
  putAway: ReadonlySet<string>
  onStop(): void
  onPutAway(fileId: string): void
  onUse(fileId: string): void
}) {
  const { words } = useLanguage()
  const own = words.clientGuide.downloads
  const looked = useAnswer('findClientFiles', {}, { repeatMs: () => lookEveryMs })
  const found = looked.value?.files.find(({ fileId }) => !putAway.has(fileId))
  return (
    <div role="status">
      {found === undefined ? (
        <div className="downloads-watch">
          <p className="downloads-looking">
            <Icon name="search" size={16} />
            {own.looking}
          </p>
          <Button weight="quiet" onPress={onStop}>
            {own.stop}
          </Button>
        </div>
      ) : (
        <Banner tone="good" title={own.found(found.name)}>
          <div className="row">
            <Button
              weight="primary"
              onPress={() => {
                onPutAway(found.fileId)
                onUse(found.fileId)
              }}
            >
              {own.use}
            </Button>
            <Button onPress={() => onPutAway(found.fileId)}>{own.notThis}</Button>
          </div>
        </Banner>
      )}
    </div>
  )
}
