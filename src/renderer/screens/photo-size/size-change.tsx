// Choosing another photo size later: asks what becomes of the photos that are not sent yet, where there are any.
import { useState, type ReactNode } from 'react'
import type { FileState, PhotoSize } from '../../../shared/model.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'

const unsentStates: FileState[] = ['found', 'fingerprinted', 'ready', 'waiting']
/** What may have a plan already. */
const preparedStates: FileState[] = ['ready', 'waiting']

interface Question<T> {
  wish: T
  size: PhotoSize
  unsent: number
  isPrepared: boolean
}

/** Stores a choice; `redecide` says that prepared photos are to follow it. */
type Apply<T> = (wish: T, options: { redecide?: boolean }) => void

/**
 * How a changed size is stored: at once, or after a question. `sourceIds` are the folders that it holds for, `wish` is
 * what `apply` gets, and `size` what it comes down to, null when it changes nothing.
 */
export function useSizeChange<T>(
  sourceIds: readonly string[],
  apply: Apply<T>,
): { change(wish: T, size: PhotoSize | null): void; question: ReactNode } {
  const { words } = useLanguage()
  const own = words.photoSize
  const { bridge } = useSession()
  const [asked, setAsked] = useState<Question<T> | null>(null)
  const [isOpen, setOpen] = useState(false)

  const count = async (states: FileState[]): Promise<number> => {
    const answers = await Promise.all(
      sourceIds.map((sourceId) =>
        bridge.call('countHistory', { filter: { sourceId, states }, after: null }),
      ),
    )
    // Where it cannot be counted there is nothing to ask about; storing the choice says what is wrong.
    return answers.reduce((sum, answer) => sum + (answer.ok ? answer.value.files : 0), 0)
  }
  const change = async (wish: T, size: PhotoSize | null): Promise<void> => {
    if (size === null) {
      apply(wish, {})
      return
    }
    const [unsent, prepared] = await Promise.all([count(unsentStates), count(preparedStates)])
    if (unsent === 0) apply(wish, {})
    else {
      setAsked({ wish, size, unsent, isPrepared: prepared > 0 })
      setOpen(true)
    }
  }

  const size = words.common.photoSize[asked?.size ?? 'high']
  const isPrepared = asked?.isPrepared ?? false
  return {
    change: (wish, newSize) => void change(wish, newSize),
    question: (
      <ConfirmDialog
        title={own.unsentTitle(asked?.unsent ?? 0)}
        text={isPrepared ? own.unsentPreparedText(size) : own.unsentText(size)}
        action={own.sendInNewSize}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={() => {
          if (asked !== null) apply(asked.wish, { redecide: true })
        }}
        {...(isPrepared && {
          otherAction: own.sendAsPrepared,
          onOther: () => {
            if (asked !== null) apply(asked.wish, {})
          },
        })}
      />
    ),
  }
}

/** The folders without a size of their own. */
export function useFoldersOfNoSize(): string[] {
  const sources = useWindowState((state) => state.status?.sources ?? null)
  return (sources ?? []).flatMap(({ photoSize, sourceId }) =>
    photoSize === null ? [sourceId] : [],
  )
}
