// A rehearsal for as long as somebody looks at it: begun when the preview opens, given up when it closes.
import { useEffect, useState } from 'react'
import type { Failure } from '../../../shared/failure.ts'
import { useSession } from '../../state/use-window.tsx'

/** Its id, once it has begun, or why it could not. */
export function useRehearsal(sourceId: string | null): {
  rehearsalId: string | null
  failure: Failure | null
} {
  const { bridge } = useSession()
  const [rehearsalId, setId] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => {
    let isOver = false
    let begun: string | null = null
    const end = (id: string): void => void bridge.call('endRehearsal', { rehearsalId: id })
    const sourceIds = sourceId === null ? null : [sourceId]
    void bridge.call('startRehearsal', { sourceIds }).then((answer) => {
      if (!answer.ok) {
        setFailure(answer.failure)
        return
      }
      begun = answer.value.rehearsalId
      // Closed before it had begun.
      if (isOver) end(begun)
      else setId(begun)
    })
    return () => {
      isOver = true
      if (begun !== null) end(begun)
    }
  }, [bridge, sourceId])
  return { rehearsalId, failure }
}
