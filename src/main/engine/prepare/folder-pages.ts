// Reads what the catalogue knows of the folder of a file, some rows at a time, so that others have their turns between. What
// the rows mean is left to whoever asks.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WorkStore } from '../ports/catalogue.ts'
import type { FolderPage } from '../ports/dates.ts'

const rowsAtOnce = 2_000

/** The pages of the folder that a file lies in; none where the catalogue does not know the file any more. */
export async function* folderPages(
  store: Pick<WorkStore, 'besides'>,
  fileId: number,
): AsyncGenerator<FolderPage> {
  for (let after = ''; ;) {
    const page = store.besides(fileId, after, rowsAtOnce)
    if (page === null) return
    yield page
    const last = page.files.at(-1)
    if (last === undefined || page.files.length < rowsAtOnce) return
    after = last.name
    await nextTurn()
  }
}
