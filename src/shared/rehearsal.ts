// The words of a rehearsal: what a backup of folders would do, told before anything is done. It sends nothing and makes nothing.
// No zod, since the window reads them; how it is found out is engine/rehearsal/.

/**
 * `goes`: it would be sent. `copy`: another file brings the same bytes. `done`: it is in Google Photos already. `skipped`:
 * it would be left out. `failed`: it failed before, or cannot be read now.
 */
export const outcomes = ['goes', 'copy', 'done', 'skipped', 'failed'] as const
/** One of {@link outcomes}. */
export type Outcome = (typeof outcomes)[number]
