// Photos without a date, by folder: what would become of them, why, and what decides it.
// Leaves dating to the engine and each group to group-card.tsx.
import { BackButton } from '../../parts/back-button.tsx'
import { Empty } from '../../parts/card.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Unavailable } from '../../parts/unanswered.tsx'
import { useUndatedGroups } from '../../state/undated-groups.ts'
import { useLanguage } from '../../state/use-window.tsx'
import { GroupCard } from './group-card.tsx'
import './undated.css'

/** The screen. */
export function UndatedScreen() {
  const { words } = useLanguage()
  const own = words.undated
  const { groups, failure, again } = useUndatedGroups()
  return (
    <Screen title={own.title} lead={own.lead} before={<BackButton to="home" />}>
      {groups === null ? (
        failure === null ? (
          <p className="soft">{words.common.loading}</p>
        ) : (
          <Unavailable title={own.loadFailed} failure={failure} again={again} />
        )
      ) : groups.length === 0 ? (
        <Empty icon="check" title={own.empty.title} text={own.empty.text} />
      ) : (
        groups.map((group) => <GroupCard key={group.folderId} group={group} onDecided={again} />)
      )}
    </Screen>
  )
}
