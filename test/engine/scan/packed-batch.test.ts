import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/main/engine/ports/files.ts'
import { createPacker, unpack } from '../../../src/main/engine/scan/packed-batch.ts'
import type { FileColumns } from '../../../src/main/engine/scan/read-folder.ts'

const file = fc.record({
  name: fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => !name.includes('\0')),
  sizeBytes: fc.maxSafeNat(),
  mtimeUs: fc.maxSafeInteger(),
  ctimeUs: fc.maxSafeInteger(),
  inode: fc.maxSafeNat(),
  isOnlineOnly: fc.boolean(),
  isNameUnusable: fc.boolean(),
})
const listing = fc.record({
  folder: fc.string(),
  entries: fc.array(file, { maxLength: 5 }),
  unnamed: fc.array(file, { maxLength: 3 }),
  otherFiles: fc.nat(),
  subfolders: fc.array(fc.string()),
})
const columnsOf = (entries: readonly Entry[]): FileColumns => ({
  names: entries.map((entry) => entry.name),
  numbers: entries.flatMap((entry) => [entry.sizeBytes, entry.mtimeUs, entry.ctimeUs, entry.inode]),
  flags: entries.map((entry) => (entry.isOnlineOnly ? 1 : 0) + (entry.isNameUnusable ? 2 : 0)),
})

describe('a packed batch', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.array(listing), (listings) => {
        const packer = createPacker()
        for (const { folder, entries, unnamed, otherFiles, subfolders } of listings) {
          const reading = { files: columnsOf(entries), unnamed: columnsOf(unnamed), otherFiles }
          packer.addListing(folder, { ...reading, unreadableFiles: [] }, subfolders)
          packer.addEvent({ kind: 'missing', folder })
        }
        expect(unpack(packer.takeBatch())).toEqual(
          listings.flatMap((one) => [
            { kind: 'listing', listing: one },
            { kind: 'missing', folder: one.folder },
          ]),
        )
        expect(packer.size()).toBe(0)
      }),
    )
  })
})
