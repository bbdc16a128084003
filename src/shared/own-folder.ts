// What can be wrong with a folder or file that Shoebox keeps its own things in. The system's code is read here once for the
// command's words and the window's.

/** As people are told it. */
export type OwnFolderTrouble =
  /** Something that is no folder lies where it, or one above it, would be. */
  | 'in-the-way'
  | 'not-allowed'
  | 'read-only'
  | 'full'
  | 'too-long'
  /** Links lead in a circle. */
  | 'circle'
  /** A link, or a drive, leads nowhere. */
  | 'nowhere'
  | 'other'

const troubles: Readonly<Record<string, OwnFolderTrouble>> = {
  ENOTDIR: 'in-the-way',
  EEXIST: 'in-the-way',
  EISDIR: 'in-the-way',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  SQLITE_PERM: 'not-allowed',
  EROFS: 'read-only',
  SQLITE_READONLY: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  ENAMETOOLONG: 'too-long',
  ELOOP: 'circle',
  ENOENT: 'nowhere',
}

/** Reads a code of the system or of SQLite. */
export const ownFolderTrouble = (code: string): OwnFolderTrouble => troubles[code] ?? 'other'
