// Looks now and then whether the root of a watch is still the folder that it was. Windows tells nothing when a folder that is
// watched is moved or renamed (https://nodejs.org/api/fs.html#availability): the handle goes with it, and the watch would go on.
import { lstat } from 'node:fs/promises'
import { diskPath } from '../ports/disk-names.ts'
import type { Clock } from '../ports/outside.ts'
import type { Session } from './session.ts'

/** As often as a folder that is away is looked for. */
export const rootLookMs = 10_000

/** Tells which folder is at a path, in whatever words; null: none. */
export type RootLook = (path: string) => Promise<string | null>

const whichFolder: RootLook = (path) =>
  lstat(diskPath(path), { bigint: true }).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  )

/** Asks for a whole scan each time that another folder, or none, is at the root. The returned function ends that. */
export function watchRoot(session: Session, clock: Clock, look = whichFolder): () => void {
  let known: string | null | undefined
  let cancel = (): void => undefined
  const lookAgain = async (): Promise<void> => {
    const found = await look(session.pathOf(''))
    if (session.isOver()) return
    if (known !== undefined && found !== known) session.overflow()
    known = found
    cancel = clock.after(rootLookMs, () => void lookAgain())
  }
  void lookAgain()
  return () => cancel()
}
