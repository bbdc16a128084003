// Adding folders by the system's dialog or by a drop, with a word when it worked or why it did not.
import { useMemo } from 'react'
import { useLanguage, useSession } from '../../state/use-window.tsx'

/** The two ways to add a folder. */
export function useAddFolder(): { addByDialog(): void; addByDrop(files: File[]): void } {
  const session = useSession()
  const { words } = useLanguage()
  return useMemo(() => {
    const addByDialog = async (): Promise<void> => {
      const answer = await session.bridge.call('chooseFolder', {})
      if (!answer.ok) tell(answer.failure)
      else if (answer.value.sourceId !== null) session.say(words.folders.added)
      await session.refresh()
    }
    const addByDrop = async (files: File[]): Promise<void> => {
      for (const file of files) {
        const path = session.bridge.pathForDrop(file)
        if (path === '') continue
        const answer = await session.bridge.call('dropFolder', { path })
        if (answer.ok) session.say(words.folders.added)
        else tell(answer.failure)
      }
      await session.refresh()
    }
    const tell = (failure: Parameters<typeof words.failure>[0]): void => {
      const { title, text } = words.failure(failure)
      session.say(title, 'problem', text)
    }
    return {
      addByDialog: () => void addByDialog(),
      addByDrop: (files) => void addByDrop(files),
    }
  }, [session, words])
}
