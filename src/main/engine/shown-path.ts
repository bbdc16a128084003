// Paths as other programs take them.
import { dirname } from 'node:path'
import { diskPath } from './ports/disk-names.ts'

/** A written path as other programs take it: up to the first name that is not UTF-8, which none of them does. */
export function shownPath(written: string): string {
  for (let path = written; ; path = dirname(path)) {
    const onDisk = diskPath(path)
    if (typeof onDisk === 'string') return onDisk
  }
}
