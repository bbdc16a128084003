// Albums of invented folders, as the engine tells of them: those that are there, and what a choice would make.
import { albumKey, parseAlbumChoice } from '../../src/shared/albums.ts'
import type { Output } from '../../src/shared/contract.ts'

/** An album that is there. */
export type FakeAlbum = Output<'listAlbums'>['albums'][number]

/** An album; a test states only what matters to it. */
export function anAlbum(given: Partial<FakeAlbum> = {}): FakeAlbum {
  const { title = 'Garden' } = given
  return {
    ...{ albumId: title, sourceId: '1', folder: `2026/${title}`, part: 1, title, state: 'made' },
    ...{ productUrl: `https://photos.google.com/lr/album/${title}`, items: 48, refused: 0 },
    ...{ isRenamed: false, asks: null },
    ...given,
  }
}

/** Some in every state. */
export const someAlbums: readonly FakeAlbum[] = [
  anAlbum({ title: 'Lake district', state: 'deleted', asks: 'deleted' }),
  anAlbum({ title: 'Winter', folder: '2025/Snow', isRenamed: true, asks: 'renamed' }),
  anAlbum({ title: 'Garden', items: 1_204 }),
  anAlbum({ title: 'Scans', state: 'full', items: 19_500 }),
  anAlbum({ title: 'Scans (2)', part: 2, items: 712, refused: 3 }),
  anAlbum({ title: '2026 / Christmas', state: 'intended', items: 0, productUrl: null }),
]

/** Folders with photos, for what a choice would make of them. */
const folders: readonly [folder: string, photos: number][] = [
  ['', 12],
  ['2025/Christmas', 61],
  ['2026/05 Garden', 204],
  ['2026/06 Lake district', 340],
  ['2026/Christmas', 48],
  ['Scans/1978', 120],
]

/** What a choice would make; `many`: as many more folders. */
export function albumPreview(albums: string, many = 0): Output<'previewAlbums'> {
  const choice = parseAlbumChoice(albums) ?? { for: 'none' }
  const places = new Map<string, number>()
  const more = Array.from({ length: many }, (_, at): [string, number] => [`Days/${1_000 + at}`, 3])
  for (const [folder, photos] of [...folders, ...more]) {
    const key = albumKey(choice, folder)
    if (key !== null) places.set(key, (places.get(key) ?? 0) + photos)
  }
  const rows = [...places].map(([folder, photos]) => {
    const parts = folder.split('/')
    const isTold = parts.at(-1) === 'Christmas'
    const title = folder === '' ? 'Pictures' : isTold ? parts.join(' / ') : (parts.at(-1) ?? '')
    return { folder, title, photos, isMade: false, isTold }
  })
  const total = rows.reduce((sum, { photos }) => sum + photos, 0)
  return {
    choice: albums,
    albums: rows.slice(0, 200),
    more: Math.max(0, rows.length - 200),
    totals: {
      ...{ new: rows.length, there: 0, closed: 0, photos: total, creates: rows.length },
      told: rows.filter(({ isTold }) => isTold).length,
      batches: rows.reduce((sum, { photos }) => sum + Math.ceil(photos / 50), 0),
    },
    isScanned: true,
  }
}
