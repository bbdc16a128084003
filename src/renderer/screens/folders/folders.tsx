// The watched folders, each with its state, its share and its own options.
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/card.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useCall, useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import { useChecks } from '../check/use-check.ts'
import { useAddFolder } from './add-folder.ts'
import { CardList } from './card-list.tsx'
import { FolderCard } from './folder-card.tsx'
import './folders.css'

/** The screen. */
export function FoldersScreen() {
  const { words } = useLanguage()
  const own = words.folders
  const isOn = useWindowState(({ status }) => status?.isBackupOn ?? true)
  const session = useSession()
  const call = useCall()
  const sources = useWindowState((state) => state.status?.sources ?? null)
  const { addByDialog } = useAddFolder()
  const checks = useChecks().value?.checks
  return (
    <Screen
      title={own.title}
      lead={isOn ? own.lead : own.leadOff}
      action={
        <div className="row">
          {sources !== null && sources.length > 0 && (
            <Button
              icon="refresh"
              onPress={() =>
                void call('scanNow', {}).then((done) => {
                  if (done !== null) session.say(own.checking)
                })
              }
            >
              {own.checkNow}
            </Button>
          )}
          <Button weight="primary" icon="plus" onPress={addByDialog}>
            {own.add}
          </Button>
        </div>
      }
    >
      {sources?.length === 0 ? (
        <Empty icon="folder" title={own.empty.title} text={own.empty.text} />
      ) : (
        <ul className="stack">
          {sources?.map((source) => (
            <li key={source.sourceId}>
              <FolderCard
                source={source}
                check={checks?.find(({ sourceId }) => sourceId === source.sourceId) ?? null}
              />
            </li>
          ))}
        </ul>
      )}
      <CardList />
    </Screen>
  )
}
