// The names of the reasons for which a file is not safe to erase, without zod, so that the window may go through them.

/** Why a file is not surely in Google Photos as it is here: the names, in the order in which people are told of them. */
export const unsafeKinds = [
  'not-found',
  'never-sent',
  'changed',
  'refused',
  'waiting',
  'skipped',
  'reduced',
  'other-size',
  'video-not-ready',
  'other-client',
  'not-asked',
  'unreadable',
  'changing',
  'library',
] as const
