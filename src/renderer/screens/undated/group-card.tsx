// One folder with photos that carry no date: some of them, the dates that are proposed and why, and what can be decided.
import { useState } from 'react'
import type { UndatedGroup } from '../../../shared/undated-schemas.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Check } from '../../parts/choice.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { Thumbnail } from '../../parts/thumbnail.tsx'
import { datable, isOpen, lookedAtAs } from '../../state/undated-groups.ts'
import { useCall, useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import { PhotosDialog } from './photos-dialog.tsx'
import { Proposal } from './proposal.tsx'
import { SetDateDialog } from './set-date-dialog.tsx'

/** The card. */
export function GroupCard({ group, onDecided }: { group: UndatedGroup; onDecided(): void }) {
  const { words } = useLanguage()
  const own = words.undated
  const source = useWindowState(
    (state) =>
      state.status?.sources.find(({ sourceId }) => sourceId === group.sourceId)?.name ?? '',
  )
  const place = own.place(source, group.folder)
  const [withFile, setWithFile] = useState<boolean | null>(null)
  const [shown, setShown] = useState<'photos' | 'date' | null>(null)
  const act = useDeciding(group, onDecided)
  const as = lookedAtAs(group, withFile)
  const isFound = as === 'name' || as === 'file'
  const decided = datable(group) === 0 ? null : own.decided(group.choice, datable(group))
  const button = (
    label: string,
    run: () => void,
    weight: 'primary' | 'plain' | 'quiet' = 'plain',
  ) => (
    <Button
      weight={weight}
      isDisabled={act.isBusy}
      aria-label={own.actionOn(label, place)}
      onPress={run}
    >
      {label}
    </Button>
  )
  return (
    <Card title={place}>
      <div className="undated-group" {...focusPlace}>
        {group.files > 0 && (
          <div className="undated-pictures" aria-hidden="true">
            {group.examples.map((fileId) => (
              <Thumbnail key={fileId} fileId={fileId} size="tile" side={256} />
            ))}
          </div>
        )}
        <div className="undated-words">
          {group.files > 0 && (
            <p className="undated-count">
              {own.count(group.files)}
              {group.planned > 0 && ` · ${own.planned(group.planned, group.files)}`}
            </p>
          )}
          {decided !== null && <p className="undated-decided">{decided}</p>}
          {group.files > 0 && as !== 'leave' && <Proposal group={group} as={as} />}
          {group.went > 0 && <p className="soft">{own.went(group.went)}</p>}
          {group.files === 0 && group.choice !== null && <p>{own.standing(group.choice)}</p>}
        </div>
      </div>
      {isOpen(group) && isFound && (
        <Check
          {...own.withFile}
          isSelected={as === 'file'}
          isDisabled={act.isBusy}
          onChange={setWithFile}
        />
      )}
      <div className="row undated-actions" {...focusPlace}>
        {isOpen(group) ? (
          <>
            {button(own.use, () => act.decide(as), 'primary')}
            {button(own.set, () => setShown('date'))}
            {button(own.leave, () => act.decide('leave'))}
            {group.choice !== 'later' && button(own.later, () => act.decide('later'))}
          </>
        ) : group.choice !== null && group.files === 0 ? (
          button(own.forget, () => act.decide(null))
        ) : (
          group.choice !== null && group.choice !== 'later' && button(own.undo, act.undo)
        )}
        {group.files > 0 && button(own.showAll, () => setShown('photos'), 'quiet')}
      </div>
      <PhotosDialog
        group={group}
        as={as}
        title={place}
        isOpen={shown === 'photos'}
        onClose={() => setShown(null)}
      />
      <SetDateDialog
        files={group.files}
        place={place}
        isOpen={shown === 'date'}
        onClose={() => setShown(null)}
        onDate={act.decide}
      />
    </Card>
  )
}

/** What the buttons of a group bring about; one at a time. */
function useDeciding({ folderId, files }: UndatedGroup, onDecided: () => void) {
  const { words } = useLanguage()
  const { said } = words.undated
  const session = useSession()
  const call = useCall()
  const [isBusy, setBusy] = useState(false)
  const carryOut = async (work: () => Promise<string | null>): Promise<void> => {
    setBusy(true)
    const told = await work()
    setBusy(false)
    if (told !== null) session.say(told)
    onDecided()
  }
  return {
    isBusy,
    decide: (choice: string | null): void =>
      void carryOut(async () => {
        const done = await call('decideDates', { folderId, choice })
        if (done === null || choice === null) return null
        const left = done.group?.files ?? 0
        if (left === 0) return said.tooLate
        return choice === 'later' ? said.later(left) : said.decided(left)
      }),
    undo: (): void =>
      void carryOut(async () => {
        const done = await call('undoDates', { folderId })
        if (done === null) return null
        const left = done.group?.files ?? 0
        if (left === 0 && files > 0) return said.tooLate
        return done.group?.choice === 'later' ? said.undone(left) : said.undoneTo
      }),
  }
}
