// The checks of the folders as the window follows them: often while one goes on, else when something may have changed.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { SourceCheck } from '../../../shared/check-schemas.ts'
import type { Failure } from '../../../shared/failure.ts'
import { isUnderWay } from '../../state/check.ts'
import {
  useAnswer,
  useLater,
  useSession,
  useWindowState,
  type Answer,
} from '../../state/use-window.tsx'

/** Often enough to see it grow. */
const followMs = 700
/** What changes in a folder meanwhile need not be told at once. */
const againEveryMs = 3_000

/** The checks of all folders. */
export function useChecks(): Answer<{ checks: SourceCheck[] }> {
  const changes = useLater(
    useWindowState((state) => state.historyRevision),
    againEveryMs,
  )
  const account = useWindowState(({ status }) => {
    const signIn = status?.signIn
    return signIn?.kind === 'signed-in' ? signIn.email : ''
  })
  return useAnswer(
    'sourceChecks',
    {},
    {
      revision: `${changes} ${account}`,
      repeatMs: ({ checks }) => (checks.some(isUnderWay) ? followMs : null),
    },
  )
}

/** The check of one folder, and how it is begun. */
export interface FollowedCheck {
  /** null: there is none, or it is not known yet. */
  check: SourceCheck | null
  /** There was one in this visit, and it is gone without an answer. */
  isInterrupted: boolean
  /** Why it was not begun. */
  failure: Failure | null
  begin(): void
}

/** Follows the check of a folder, and begins it at the first look where there is none; not while `isBarred`. */
export function useCheck(sourceId: string, isBarred: boolean): FollowedCheck {
  const { bridge } = useSession()
  const answer = useChecks()
  const { value, again } = answer
  const check = value?.checks.find((one) => one.sourceId === sourceId) ?? null
  const [hasSeen, setSeen] = useState(false)
  if (check !== null && !hasSeen) setSeen(true)
  const [failure, setFailure] = useState<Failure | null>(null)
  const begin = useCallback((): void => {
    void bridge.call('startSourceCheck', { sourceId }).then((started) => {
      setFailure(started.ok ? null : started.failure)
      again()
    })
  }, [bridge, sourceId, again])

  const hasAsked = useRef(false)
  useEffect(() => {
    // What was in the way may be gone: then it is asked for once more.
    if (isBarred) hasAsked.current = false
    if (isBarred || value === null || hasAsked.current) return
    hasAsked.current = true
    if (check === null && !hasSeen) begin()
  })
  return {
    check,
    isInterrupted: hasSeen && check === null,
    failure: failure ?? (value === null ? answer.failure : null),
    begin,
  }
}
