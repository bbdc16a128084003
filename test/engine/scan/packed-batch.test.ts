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
  /** On Windows: fewer blocks than bytes, a link that is none. */
  doubts: fc.constantFrom(0, 4, 8, 12),
})
/** Names are told apart by a folder, and so are the links among them. */
const files = fc
  .uniqueArray(fc.tuple(file, fc.option(fc.string(), { nil: undefined })), {
    maxLength: 8,
    selector: ([{ name }]) => name,
  })
  .map((all) =>
    all.map(([{ doubts, ...one }, target]) => ({
      doubts,
      entry: { ...one, ...(target === undefined ? {} : { target }) } satisfies Entry,
    })),
  )
const listing = fc
  .record({
    folder: fc.string(),
    all: files,
    otherFiles: fc.nat(),
    links: fc.integer({ min: 1 }),
    subfolders: fc.array(fc.string()),
  })
  .map(({ all, ...rest }) => ({ ...rest, files: all.slice(0, 5), others: all.slice(5) }))
type Packed = readonly { entry: Entry; doubts: number }[]
const flagsOf = ({ entry, doubts }: Packed[number]): number =>
  (entry.isOnlineOnly ? 1 : 0) + (entry.isNameUnusable ? 2 : 0) + doubts
const columnsOf = (packed: Packed): FileColumns => ({
  names: packed.map(({ entry }) => entry.name),
  numbers: packed.flatMap(({ entry }) => [
    entry.sizeBytes,
    entry.mtimeUs,
    entry.ctimeUs,
    entry.inode,
  ]),
  flags: packed.map(flagsOf),
})
const entriesOf = (packed: Packed): Entry[] => packed.map(({ entry }) => entry)

describe('a packed batch', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.array(listing), (listings) => {
        const packer = createPacker()
        for (const { folder, files, others, otherFiles, links, subfolders } of listings) {
          const reading = {
            files: columnsOf(files),
            unnamed: columnsOf(others),
            otherFiles,
            links,
          }
          const targets = entriesOf([...files, ...others]).flatMap(
            ({ name, target }): [string, string][] =>
              target === undefined ? [] : [[name, target]],
          )
          packer.addListing(folder, { ...reading, targets, unreadableFiles: [] }, subfolders)
          packer.addEvent({ kind: 'missing', folder })
        }
        expect(unpack(packer.takeBatch())).toEqual(
          listings.flatMap(({ files, others, ...rest }) => {
            const unclear = [...files, ...others].filter(({ doubts }) => doubts !== 0)
            const flags = unclear.map((one) => [one.entry.name, flagsOf(one)] as const)
            const listing = {
              ...{ ...rest, entries: entriesOf(files), unnamed: entriesOf(others) },
              ...(unclear.length > 0 ? { unclear: new Map(flags) } : {}),
            }
            return [
              { kind: 'listing', listing },
              { kind: 'missing', folder: rest.folder },
            ]
          }),
        )
        expect(packer.size()).toBe(0)
      }),
    )
  })
})
