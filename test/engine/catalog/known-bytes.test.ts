// What the catalogue knows of bytes and of paths, as a check asks: for the account and the client that are used now, and of a
// file before and after its bytes are known.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  aCatalog,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  sha,
} from './catalog-builder.ts'

const first = { sub: 'first', email: 'first@example.test', clientId: 'client' }
const known = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 40, height: 30 } as const
const facts = { ...known, takenAt: null }
const elsewhere = { lifecycle: null, hasSentBefore: false }

let catalog: Catalog
let sourceId: number
beforeEach(async () => {
  catalog = await aCatalog()
  sourceId = addSource(catalog, '/photos')
  await catalog.useAccount(first)
  await catalog.applyWalk(sourceId, [listing('', [], ['day']), listing('day', ['a.jpg'])], noon, 0)
})
const brought = (): number => {
  const uploadId = fingerprint(catalog, 'a.jpg', 'bytes')
  catalog.record([{ of: 'upload', uploadId, next: as.ready(), facts }])
  return uploadId
}
const sent = (): void => catalog.record([{ of: 'upload', uploadId: brought(), next: as.done() }])
const stamp = entry('a.jpg')

describe('bytes', () => {
  it('that nobody read are not known', () => {
    expect(catalog.knownBytes(sha('bytes'))).toBeNull()
  })

  it('are known with what became of them and what they are', () => {
    sent()
    expect(catalog.knownBytes(sha('bytes'))).toEqual({
      ...{ lifecycle: as.done(), facts: known, isOfThisClient: true },
    })
    expect(catalog.knownBytes(sha('other'))).toBeNull()
  })

  it('are known before anybody looked into them', () => {
    fingerprint(catalog, 'a.jpg', 'bytes')
    expect(catalog.knownBytes(sha('bytes'))).toMatchObject({
      ...{ lifecycle: { state: 'fingerprinted' }, facts: null },
    })
  })

  it('are those of the account that is used now', async () => {
    sent()
    await catalog.useAccount({ ...first, sub: 'second', email: 'second@example.test' })
    expect(catalog.knownBytes(sha('bytes'))?.lifecycle).toEqual({ state: 'fingerprinted' })
    await catalog.useAccount(first)
    expect(catalog.knownBytes(sha('bytes'))?.lifecycle).toEqual(as.done())
  })

  it('that went through another client are told apart from those that went since', async () => {
    sent()
    await catalog.useAccount({ ...first, clientId: 'another' })
    expect(catalog.knownBytes(sha('bytes'))).toMatchObject({
      ...{ lifecycle: as.done(), isOfThisClient: false },
    })
    await catalog.applyWalk(sourceId, [listing('day', ['a.jpg', 'b.jpg'])], noon, 0)
    const uploadId = fingerprint(catalog, 'b.jpg', 'later')
    catalog.record([{ of: 'upload', uploadId, next: as.done('later') }])
    expect(catalog.knownBytes(sha('later'))).toMatchObject({ isOfThisClient: true })
  })
})

describe('a path', () => {
  it('outside of every source, or of a file that no scan saw, says nothing', () => {
    sent()
    for (const path of ['/elsewhere/day/a.jpg', '/photos', '/photos-2/day/a.jpg', '/photos/a.jpg'])
      expect(catalog.knownPlace(path, stamp)).toEqual(elsewhere)
  })

  it('says what became of a file whose bytes are not known, as long as it is that file', () => {
    const known = catalog.knownPlace('/photos/day/a.jpg', stamp)
    expect(known).toEqual({ lifecycle: { state: 'found' }, hasSentBefore: false })
    const [item] = catalog.next('found', 1, noon, new Set())
    const skipped = { state: 'skipped', reason: { kind: 'ignored-by-user' } } as const
    catalog.record([{ of: 'file', fileId: item?.fileId ?? 0, next: skipped }])
    expect(catalog.knownPlace('/photos/day/a.jpg', stamp).lifecycle).toEqual(skipped)
    expect(catalog.knownPlace('/photos/day/a.jpg', { ...stamp, sizeBytes: 1 })).toEqual(elsewhere)
    expect(catalog.knownPlace('/photos/day/a.jpg', { ...stamp, mtimeUs: 1 })).toEqual(elsewhere)
  })

  it('says that something from there went before', async () => {
    const uploadId = brought()
    expect(catalog.knownPlace('/photos/day/a.jpg', stamp)).toEqual(elsewhere)
    catalog.record([{ of: 'upload', uploadId, next: as.done() }])
    const before = { lifecycle: null, hasSentBefore: true }
    expect(catalog.knownPlace('/photos/day/a.jpg', { ...stamp, sizeBytes: 7 })).toEqual(before)
    // A scan saw the change meanwhile.
    const changed = entry('a.jpg', { sizeBytes: 7 })
    await catalog.applyWalk(sourceId, [listing('day', [changed])], noon, 0)
    const place = catalog.knownPlace('/photos/day/a.jpg', changed)
    expect(place).toEqual({ lifecycle: { state: 'found' }, hasSentBefore: true })
  })
})
