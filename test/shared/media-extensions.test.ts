// One list: what is known to be a photo or video is looked at under every name that it is known by.
import { describe, expect, it } from 'vitest'
import { isRawExtension } from '../../src/main/engine/media/media-types.ts'
import { mediaExtensions, rawPhotoExtensions, videoExtensions } from '../../src/shared/model.ts'

describe('the extensions that are looked at', () => {
  it('hold each once', () => {
    expect(new Set(mediaExtensions).size).toBe(mediaExtensions.length)
  })

  it('hold every RAW photo and every video', () => {
    for (const extension of rawPhotoExtensions) expect(isRawExtension(extension)).toBe(true)
    expect(mediaExtensions).toEqual(
      expect.arrayContaining([...rawPhotoExtensions, ...videoExtensions]),
    )
  })

  it.each(['hif', 'fff', 'k25', 'heic', 'jpg', '3fr', 'mp4'])('hold .%s', (extension) => {
    expect(mediaExtensions).toContain(extension)
  })
})
