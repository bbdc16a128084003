// Behaviour of what `history` says of the albums of a photo in its line.
import { expect, test } from 'vitest'
import { rowAlbumWords } from '../../src/main/cli/words.ts'
import { albumAbsences } from '../../src/shared/albums.ts'

const one = { albumId: '1', sourceId: '1', title: 'Italy', canOpen: true }

test('the albums that have it, why it is not in its own, and nothing where none is wanted', () => {
  expect(rowAlbumWords({ albums: [], notInAlbum: null })).toBeNull()
  expect(rowAlbumWords({ albums: [one], notInAlbum: null })).toBe('in the album "Italy"')
  expect(rowAlbumWords({ albums: [one, { ...one, title: 'B' }], notInAlbum: 'deleted' })).toBe(
    'in the album "Italy", "B", not in its album: that was deleted in Google Photos',
  )
  const all = albumAbsences.map((notInAlbum) => rowAlbumWords({ albums: [], notInAlbum }))
  expect(all.every((text) => text?.startsWith('not in its album: '))).toBe(true)
  expect(new Set(all).size).toBe(albumAbsences.length)
})
