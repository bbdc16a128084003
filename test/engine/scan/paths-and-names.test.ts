import { describe, expect, it } from 'vitest'
import { joinFolder, toFilePath, toFolderPath } from '../../../src/main/engine/scan/system-path.ts'

describe('paths for the system', () => {
  it('gives Windows paths the prefix that lifts the limit of 260 characters', () => {
    const folder = `${'long/'.repeat(80)}end`
    expect(toFolderPath('C:\\Photos', folder, 'win32')).toBe(
      `\\\\?\\C:\\Photos\\${folder.replaceAll('/', '\\')}`,
    )
    expect(toFolderPath('\\\\nas\\photos', 'a', 'win32')).toBe('\\\\?\\UNC\\nas\\photos\\a')
    expect(toFilePath('\\\\?\\C:\\Photos', 'a.jpg', 'win32')).toBe('\\\\?\\C:\\Photos\\a.jpg')
  })

  it('puts one separator after the root of a drive', () => {
    expect(toFilePath(toFolderPath('D:\\', '', 'win32'), 'a.jpg', 'win32')).toBe('\\\\?\\D:\\a.jpg')
    expect(toFilePath(toFolderPath('/', '', 'linux'), 'a.jpg', 'linux')).toBe('/a.jpg')
    expect(toFolderPath('/', 'a', 'linux')).toBe('/a')
  })

  it('leaves names as they are', () => {
    expect(toFilePath(toFolderPath('/p', 'a.', 'linux'), 'b\\c.jpg', 'linux')).toBe(
      '/p/a./b\\c.jpg',
    )
    expect(toFolderPath('C:\\p', 'dot.', 'win32')).toBe('\\\\?\\C:\\p\\dot.')
  })

  it('joins folders without a leading slash', () => {
    expect(joinFolder('', 'a')).toBe('a')
    expect(joinFolder('a', 'b')).toBe('a/b')
  })
})
