// What the files of a check come to: pure, and without zod, so that the window may ask. The schemas are check-schemas.ts.
import type { CheckSums } from './check-schemas.ts'

/** Before anything was looked at. */
export const noCheck = (): CheckSums => ({
  of: null,
  ofBytes: null,
  ...{ read: 0, readBytes: 0, asked: 0 },
  ...{ checked: 0, safe: 0, datesAdded: 0, unlookedFolders: 0 },
  ...{ otherFiles: 0, links: 0, ownFiles: 0, passedBy: [], morePassedBy: 0 },
  isWhole: false,
})

/** Whether all that was looked for is safe: nothing of the folder is open to doubt. */
export const isAllSafe = ({ checked, safe, unlookedFolders, isWhole }: CheckSums): boolean =>
  isWhole && checked === safe && unlookedFolders === 0
