// Adding folders by the system's dialog or by a drop, with a word when it worked or why it did not.
import { useMemo } from 'react'
import type { Failure } from '../../../shared/failure.ts'
import { useLanguage, useSession } from '../../state/use-window.tsx'
import { toneOf } from '../../state/window-state.ts'

/** What is said of one try takes the place of what was said of the one before. */
const addCause = 'addFolder'

/** The two ways to add a folder. */
export function useAddFolder(): {
  addByDialog(): void
  addByDrop(files: File[], plain: ReadonlySet<File>): void
} {
  const session = useSession()
  const { words } = useLanguage()
  return useMemo(() => {
    const addByDialog = async (): Promise<void> => {
      const answer = await session.bridge.call('chooseFolder', {})
      if (!answer.ok) tell(answer.failure, addCause)
      else if (answer.value.sourceId !== null)
        session.say(words.folders.added, 'good', null, addCause)
      await session.refresh()
    }
    const addByDrop = async (files: File[], plain: ReadonlySet<File>): Promise<void> => {
      const asked = new Set<string>()
      for (const file of files) {
        const path = session.bridge.pathForDrop(file)
        if (path === '') continue
        // For a photo its folder is meant, and fifty photos of one folder are one question.
        const folder = plain.has(file) ? path.replace(/[\\/][^\\/]*$/, '') : path
        if (asked.has(folder)) continue
        asked.add(folder)
        const answer = await session.bridge.call('dropFolder', { path })
        const cause = `${addCause} ${path}`
        if (answer.ok) session.say(words.folders.added, 'good', null, cause)
        else tell(answer.failure, cause)
      }
      await session.refresh()
    }
    const tell = (failure: Failure, cause: string): void => {
      const { title, text } = words.failure(failure)
      session.say(title, toneOf(failure), text, cause)
    }
    return {
      addByDialog: () => void addByDialog(),
      addByDrop: (files, plain) => void addByDrop(files, plain),
    }
  }, [session, words])
}
