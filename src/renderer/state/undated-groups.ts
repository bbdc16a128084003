// The groups of photos without a date as the page shows them: all pages of them, asked again when photos move. Without React
// but for the hook.
import { useEffect, useState } from 'react'
import type { Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { hasBegun, parsePartialDate } from '../../shared/photo-dates.ts'
import type { Result } from '../../shared/result.ts'
import type { UndatedGroup } from '../../shared/undated-schemas.ts'
import type { Bridge } from '../bridge.ts'
import { useLater, useSession, useWindowState } from './use-window.tsx'

/** What is known of the groups. */
export interface Groups {
  /** null: no answer yet. */
  groups: readonly UndatedGroup[] | null
  failure: Failure | null
  again(): void
}

const newestEveryMs = 1_000

/** Asks for all of them, page by page. */
export async function allGroups(
  bridge: Pick<Bridge, 'call'>,
): Promise<{ groups: UndatedGroup[] } | { failure: Failure }> {
  const groups: UndatedGroup[] = []
  for (let after: string | null = null; ;) {
    const page: Result<Output<'undatedGroups'>, Failure> = await bridge.call('undatedGroups', {
      after,
    })
    if (!page.ok) return { failure: page.failure }
    groups.push(...page.value.groups)
    after = page.value.next
    if (after === null) return { groups }
  }
}

/** The groups, the ones that wait for a decision first. */
export function useUndatedGroups(): Groups {
  const { bridge } = useSession()
  const [round, setRound] = useState(0)
  const [known, setKnown] = useState<Omit<Groups, 'again'>>({ groups: null, failure: null })
  const revision = useLater(
    useWindowState((state) => state.historyRevision),
    newestEveryMs,
  )
  useEffect(() => {
    let isCurrent = true
    void allGroups(bridge).then((answer) => {
      if (!isCurrent) return
      setKnown((before) =>
        'failure' in answer
          ? { groups: before.groups, failure: answer.failure }
          : { groups: inOrder(answer.groups), failure: null },
      )
    })
    return () => {
      isCurrent = false
    }
  }, [bridge, revision, round])
  return { ...known, again: () => setRound((before) => before + 1) }
}

/** Those that have photos left before those of which all have gone; else as they came. */
export const inOrder = (groups: readonly UndatedGroup[]): UndatedGroup[] => [
  ...groups.filter(({ files }) => files > 0),
  ...groups.filter(({ files }) => files === 0),
]

/** How many could get a date. */
export const datable = ({ files, unwritable }: UndatedGroup): number => files - unwritable

/** Whether somebody still has to decide. */
export const isOpen = (group: UndatedGroup): boolean =>
  datable(group) > 0 && (group.choice === null || group.choice === 'later')

/** Under which choice the photos of a group are looked at: what was decided, else what would be used. */
export function lookedAtAs({ choice, otherwise }: UndatedGroup, withFile: boolean | null): string {
  if (choice !== null && choice !== 'later') return choice
  // A folder's own date, or that it leaves them, is what happens where nobody decides, and no proposal to use.
  const isOwn = parsePartialDate(otherwise) !== null
  if (withFile === null && isOwn) return otherwise
  return (withFile ?? otherwise !== 'name') ? 'file' : 'name'
}

/** What is wrong with a date that somebody typed; null: nothing. */
export function wrongWith(text: string, nowMs: number): 'notADate' | 'future' | null {
  const typed = text.trim()
  if (parsePartialDate(typed) === null) return 'notADate'
  return hasBegun(typed, nowMs) ? null : 'future'
}
