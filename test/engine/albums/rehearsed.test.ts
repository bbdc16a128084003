// Which albums a backup would make or fill, from what it would do with each file.
import { expect, it } from 'vitest'
import { createAlbumPreview, knownAlbums } from '../../../src/main/engine/albums/index.ts'
import type { Outcome } from '../../../src/shared/rehearsal.ts'

const stored = (
  folder: string,
  part: number,
  state: 'made' | 'full' | 'deleted' | 'refused' | 'intended',
) => ({
  ...{ folder, part, state, title: folder },
})

it('knows which albums are there, and which take nothing: the last part says so', () => {
  const { made, closed } = knownAlbums([
    stored('Full', 2, 'made'),
    stored('Full', 1, 'full'),
    stored('Deleted', 1, 'deleted'),
    stored('Half', 1, 'full'),
    stored('Half', 2, 'deleted'),
    stored('Never', 1, 'refused'),
    stored('Begun', 1, 'intended'),
  ])
  expect([...made.keys()].sort()).toEqual(['Full', 'Half'])
  expect([...closed].sort()).toEqual(['Deleted', 'Half', 'Never'])
})

it('counts what would go into each: new albums get what is in the library already, and closed ones nothing', () => {
  const preview = createAlbumPreview([
    {
      ...{ path: '/photos', albums: 'folders:1' },
      made: new Map([['There', 'There']]),
      closed: new Set(['Closed']),
    },
    { path: '/other', albums: 'none', made: new Map(), closed: new Set() },
  ])
  const files: [string, Outcome][] = [
    ['New/a.jpg', 'goes'],
    ['New/deeper/b.jpg', 'copy'],
    ['New/c.jpg', 'done'],
    ['New/d.jpg', 'skipped'],
    ['New/e.jpg', 'failed'],
    ['There/f.jpg', 'goes'],
    ['There/g.jpg', 'done'],
    ['Closed/h.jpg', 'goes'],
    ['root.jpg', 'goes'],
  ]
  for (const [path, outcome] of files) preview.file({ root: '/photos', path, outcome })
  preview.file({ root: '/other', path: 'i.jpg', outcome: 'goes' })
  preview.file({ root: '/unknown', path: 'j.jpg', outcome: 'goes' })
  const { albums, creates } = preview.plan()
  expect(albums.map(({ title, files: count, isMade }) => [title, count, isMade])).toEqual([
    ['New', 3, false],
    ['There', 1, true],
    ['photos', 1, false],
  ])
  expect(creates).toBe(2)
})
