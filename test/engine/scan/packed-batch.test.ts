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
/** Names are told apart by a folder, and so are the links among them. */
const files = fc
  .uniqueArray(fc.tuple(file, fc.option(fc.string(), { nil: undefined })), {
    maxLength: 8,
    selector: ([{ name }]) => name,
  })
  .map((all) =>
    all.map(([one, target]): Entry => ({ ...one, ...(target === undefined ? {} : { target }) })),
  )
const listing = fc
  .record({
    folder: fc.string(),
    all: files,
    otherFiles: fc.nat(),
    links: fc.integer({ min: 1 }),
    subfolders: fc.array(fc.string()),
  })
  .map(({ all, ...rest }) => ({ ...rest, entries: all.slice(0, 5), unnamed: all.slice(5) }))
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
        for (const { folder, entries, unnamed, otherFiles, links, subfolders } of listings) {
          const reading = {
            files: columnsOf(entries),
            unnamed: columnsOf(unnamed),
            otherFiles,
            links,
          }
          const targets = [...entries, ...unnamed].flatMap(
            ({ name, target }): [string, string][] =>
              target === undefined ? [] : [[name, target]],
          )
          packer.addListing(folder, { ...reading, targets, unreadableFiles: [] }, subfolders)
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
