// What keeps the catalogue from storing or telling anything: a full disk, damage, a file that cannot be written. Thrown by
// catalog/ alone; whoever asks the catalogue reads here what it means.
import type { Failure } from '../../../shared/failure.ts'

/** Thrown by the catalogue when the disk is full. */
export class DiskFullError extends Error {
  override name = 'DiskFullError'
}

/** Thrown by the catalogue when its file turns out to be damaged while it is in use: only a new start mends that. */
export class CatalogueDamagedError extends Error {
  override name = 'CatalogueDamagedError'
}

/** What a store says of one write of ours; everything else that it says is its own trouble. */
const ofOneWrite = /^SQLITE_(CONSTRAINT|ERROR|MISMATCH|MISUSE|RANGE|TOOBIG)/

/** Why nothing can be stored at present, whatever it is: no room, damage, a file that cannot be written; null for a bug. */
export function storeTrouble(thrown: unknown): StoreTrouble | null {
  if (thrown instanceof DiskFullError) return { kind: 'disk-full' }
  if (thrown instanceof CatalogueDamagedError) return { kind: 'catalogue-damaged' }
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  const isOfStore = code.startsWith('SQLITE_') && !ofOneWrite.test(code)
  return isOfStore ? { kind: 'catalogue-unwritable' } : null
}

/** See {@link storeTrouble}. */
export type StoreTrouble = Extract<
  Failure,
  { kind: 'disk-full' | 'catalogue-damaged' | 'catalogue-unwritable' }
>
