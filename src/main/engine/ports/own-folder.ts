// What a throw means where a folder or file of Shoebox's own is made or used: foreseen, with the code of the system or of SQLite.
import type { Failure } from '../../../shared/failure.ts'

// What Node says of wrong arguments begins with ERR_. SQLite tells apart why a file is only readable; here that is one.
const foreseen = /^(?:E(?!RR_)[A-Z0-9]+$|SQLITE_(?:CANTOPEN|READONLY|PERM))/

/** The failure that a throw means for what lies at a path; null for a bug. */
export function ownFolderFailure(path: string, thrown: unknown): OwnFolderFailure | null {
  const said = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  const [code] = foreseen.exec(said) ?? []
  return code === undefined ? null : { kind: 'own-folder-unusable', path, code }
}

/** See {@link ownFolderFailure}. */
export type OwnFolderFailure = Extract<Failure, { kind: 'own-folder-unusable' }>
