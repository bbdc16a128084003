// How many requests the bytes of one file take.
import { describe, expect, it } from 'vitest'
import { requestsOf, uploadParts } from '../../../src/main/engine/photos/upload-requests.ts'

const mebi = 2 ** 20

describe('requests', () => {
  it.each([
    ['one for a photo', 5 * mebi, 1],
    ['one up to a session', 16 * mebi - 1, 1],
    ['two for a session of one chunk', 16 * mebi, 2],
    ['two up to a whole chunk', 64 * mebi, 2],
    ['three for one byte more', 64 * mebi + 1, 3],
    ['150 for a film of 10 GB', 10_000_000_000, 151],
  ])('%s', (_, bytes, requests) => {
    expect(requestsOf(bytes, uploadParts())).toBe(requests)
  })

  it('follow the sizes in force', () => {
    const parts = uploadParts({ resumableFromBytes: 10, chunkBytes: 4 })
    expect([9, 10, 12, 13].map((bytes) => requestsOf(bytes, parts))).toEqual([1, 4, 4, 5])
  })
})
