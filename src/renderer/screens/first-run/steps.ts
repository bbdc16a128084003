// The steps of the first run and their order. What each asks is a file of its own.
import type { Settings } from '../../../shared/model.ts'

/** A step that is shown; `done` is the app itself. */
export type Step = Exclude<Settings['firstRunStep'], 'done'>

/** The steps in the order in which they are gone through. */
export const stepOrder: readonly Step[] = ['sign-in', 'folders', 'size', 'review']
