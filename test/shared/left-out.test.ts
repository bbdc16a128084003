import { describe, expect, it } from 'vitest'
import { findLeftOutFolder, isLeftOutFile, leftOutFolders } from '../../src/shared/left-out.ts'

describe('folders left out', () => {
  it.each([
    ['Photos Library.photoslibrary', 'library'],
    ['iPhoto.PHOTOLIBRARY', 'library'],
    ['2019.lrlibrary', 'library'],
    ['Catalog Previews.lrdata', 'thumbnails'],
    ['@eaDir', 'thumbnails'],
    ['.thumbnails', 'thumbnails'],
    ['SYNOFILE_THUMB_1', 'thumbnails'],
    ['$Recycle.Bin', 'trash'],
    ['.Trash-1000', 'trash'],
    ['Recently Deleted', 'trash'],
    ['System Volume Information', 'system'],
    ['.git', 'hidden'],
  ])('leaves out %s as %s', (name, kind) => {
    expect(findLeftOutFolder(name)?.kind).toBe(kind)
  })

  it.each([
    'Holiday',
    'photoslibrary',
    'Recently Deleted Scenes',
    'eaDir',
    '2024.05',
    'thumbnails',
  ])('searches %s', (name) => {
    expect(findLeftOutFolder(name)).toBeNull()
  })

  it('gives every folder a sentence and a pattern of its own', () => {
    for (const folder of leftOutFolders) expect(folder.why).toMatch(/^[A-Z].*\.$/)
    expect(new Set(leftOutFolders.map((folder) => folder.pattern)).size).toBe(leftOutFolders.length)
  })
})

describe('files left out', () => {
  it('leaves out what macOS and network drives keep beside a photo', () => {
    expect(isLeftOutFile('._IMG_1.jpg')).toBe(true)
    expect(isLeftOutFile('SYNOFILE_THUMB_M.jpg')).toBe(true)
    expect(isLeftOutFile('IMG_1.jpg')).toBe(false)
  })
})
