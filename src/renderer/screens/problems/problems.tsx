// What keeps photos from being backed up, grouped by cause, each with the fix that works.
import { useEffect, useRef } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/card.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Unanswered } from '../../parts/unanswered.tsx'
import {
  useAnswer,
  useLanguage,
  useLater,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { AlbumsLine } from '../home/banners.tsx'
import { ProblemGroup } from './problem-group.tsx'
import { UnreadablePlaces } from './unreadable-places.tsx'
import './problems.css'

type Group = Output<'problems'>['groups'][number]

const againEveryMs = 2_000
const order = ['attention', 'skipped', 'undecided', 'waiting'] as const

/** Where a group stands. Not all that waits goes on by itself. */
function placeOf({ state, reason }: Group): (typeof order)[number] {
  if (state === 'failed') return 'attention'
  if (state === 'skipped') return 'skipped'
  return reason === 'undecided' ? 'undecided' : 'waiting'
}

/** The screen. */
export function ProblemsScreen() {
  const { words } = useLanguage()
  const own = words.problems
  const session = useSession()
  const revision = useLater(
    useWindowState((state) => state.historyRevision),
    againEveryMs,
  )
  const answer = useAnswer('problems', {}, { revision })
  useSkippedSeen(answer.value?.upTo ?? null)
  // What somebody wanted beside a photo that goes is no problem.
  const groups = (answer.value?.groups ?? []).filter(({ reason }) => reason !== 'left-to-partner')
  const unreadable = answer.value?.unreadable ?? []
  const questions = useWindowState(({ status }) => status?.albumQuestions ?? 0)
  return (
    <Screen
      title={own.title}
      lead={own.lead}
      action={
        <Button icon="wrench" onPress={() => session.go({ to: 'troubleshoot' })}>
          {own.troubleshoot.button}
        </Button>
      }
    >
      <div className="stack">
        {answer.value === null && answer.failure !== null && <Unanswered answer={answer} />}
        {answer.value !== null && groups.length + unreadable.length + questions === 0 && (
          <Empty icon="check" title={own.empty.title} text={own.empty.text} />
        )}
        <AlbumsLine questions={questions} />
        <UnreadablePlaces places={unreadable} />
        {order.map((name) => {
          const own = groups.filter((group) => placeOf(group) === name)
          if (own.length === 0) return null
          return (
            <section key={name} className="stack" aria-label={words.problems.groups[name]}>
              <div>
                <h2>{words.problems.groups[name]}</h2>
                <p className="soft">{words.problems.groupTexts[name]}</p>
              </div>
              <ul className="problem-groups">
                {own.map((group) => (
                  <ProblemGroup key={group.reason} group={group} onDone={answer.again} />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </Screen>
  )
}

/** Seeing this screen is having looked at what was skipped, up to the moment it was read. */
function useSkippedSeen(upTo: number | null): void {
  const session = useSession()
  const seen = useWindowState((state) => state.settings?.skippedSeenUpTo ?? null)
  const asked = useRef<number | null>(null)
  useEffect(() => {
    // Nobody chose anything here: where it cannot be stored, the number beside Problems stays, and that is all.
    // Asked once: what could not be stored is taken back, which would ask again and again.
    if (upTo === null || seen === null || upTo <= seen || asked.current === upTo) return
    asked.current = upTo
    void session.changeSettings({ skippedSeenUpTo: upTo })
  }, [upTo, seen, session])
}
