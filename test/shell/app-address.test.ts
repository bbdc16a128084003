import { join, resolve, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  appPage,
  bundleFile,
  isAppPage,
  isInside,
  parsePreviewAddress,
  parseThumbnailAddress,
} from '../../src/main/shell/app-address.ts'

const root = resolve(sep, 'opt', 'shoebox', 'out', 'renderer')

describe('the app’s own pages', () => {
  it('are told by protocol and host, not by how they begin', () => {
    expect(isAppPage(appPage)).toBe(true)
    for (const address of [
      'app://shoebox.example.test/',
      'app://shoebox@example.test/',
      'app://shoebox:80/',
      'app://other/',
      'https://shoebox/',
      'file:///shoebox/index.html',
      'app:shoebox',
      'about:blank',
      'null',
      '',
    ])
      expect([address, isAppPage(address)]).toEqual([address, false])
  })

  it('are files of the bundle', () => {
    expect(bundleFile('app://shoebox/', root)).toBe(join(root, 'index.html'))
    expect(bundleFile('app://shoebox/assets/a-1_2.js?v=1#x', root)).toBe(
      join(root, 'assets', 'a-1_2.js'),
    )
  })

  it.each([
    'app://shoebox/..%2fmain/main.js',
    'app://shoebox/%252e%252e/main.js',
    'app://shoebox/assets/..%5c..%5cmain.js',
    'app://shoebox/a%00.js',
    'app://shoebox/%5c%5cserver%5cshare%5ca.js',
    'app://shoebox/C:%5cWindows%5cwin.ini',
    'app://shoebox/C:/Windows/win.ini',
    'app://shoebox/%E0%A4%A',
    'app://other/index.html',
    'file:///etc/passwd',
    'not an address',
  ])('are not %s', (address) => {
    expect(bundleFile(address, root)).toBeNull()
  })

  it('stay inside where the address parser itself folds dots', () => {
    expect(bundleFile('app://shoebox/%2e%2e/%2e%2e/main/main.js', root)).toBe(
      join(root, 'main', 'main.js'),
    )
  })

  it('never leave the bundle, whatever is asked', () => {
    const part = fc.constantFrom('..', '.', '%2e', '%2f', '%5c', '/', '\\', '%00', 'a', ':', '//')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const file = bundleFile(`app://shoebox/${parts.join('')}`, root)
        expect(file === null || isInside(file, root)).toBe(true)
      }),
    )
  })
})

describe('isInside', () => {
  it('tells a sibling with the same beginning from a child', () => {
    expect(isInside(`${root}-other${sep}a.js`, root)).toBe(false)
    expect(isInside(root, root)).toBe(false)
    expect(isInside(join(root, 'a.js'), root)).toBe(true)
    expect(isInside(join(root, '..hidden'), root)).toBe(true)
  })
})

describe('the address of a thumbnail', () => {
  it('names a row and a side', () => {
    expect(parseThumbnailAddress('thumb://file/42?side=96')).toEqual({ fileId: '42', side: 96 })
    expect(parseThumbnailAddress('thumb://file/42')).toEqual({ fileId: '42', side: 160 })
  })

  it.each([
    'thumb://file/../../etc/passwd',
    'thumb://file/%2e%2e%2fa',
    'thumb://file//etc/passwd',
    'thumb://file/1%00',
    'thumb://file/a.jpg',
    'thumb://file/-1',
    'thumb://file/1/2',
    'thumb://file/1?side=31',
    'thumb://file/1?side=1025',
    'thumb://file/1?side=1e2',
    'thumb://other/1',
    'thumb://file:80/1',
    'app://file/1',
  ])('is never %s', (address) => {
    expect(parseThumbnailAddress(address)).toBeNull()
  })
})

describe('the address of a preview', () => {
  const id = '5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a01'

  it('names a pair and one of its pictures', () => {
    const request = { previewId: id, which: 'before' }
    expect(parsePreviewAddress(`thumb://preview/${id}/before`)).toEqual(request)
    expect(parsePreviewAddress(`thumb://preview/${id}/after`)).toMatchObject({ which: 'after' })
  })

  it.each([
    `thumb://preview/${id}`,
    `thumb://preview/${id}/`,
    `thumb://preview/${id}/other`,
    `thumb://preview/${id}/before.png`,
    `thumb://preview/${id}/before/..%2fafter`,
    `thumb://preview/${id}/../../etc/passwd`,
    `thumb://preview/..%2f${id}/before`,
    `thumb://preview//${id}/before`,
    `thumb://preview/${id}%00/before`,
    `thumb://preview/${id.toUpperCase()}/before`,
    `thumb://preview/${id}0/before`,
    'thumb://preview/1/before',
    'thumb://preview/%2e%2e/before',
    `thumb://file/${id}/before`,
    `thumb://preview:80/${id}/before`,
    `thumb://user@preview/${id}/before`,
    `app://preview/${id}/before`,
    'not an address',
  ])('is never %s', (address) => {
    expect(parsePreviewAddress(address)).toBeNull()
  })

  it('names no row, and that of a row no preview', () => {
    expect(parseThumbnailAddress(`thumb://preview/${id}/before`)).toBeNull()
    expect(parsePreviewAddress('thumb://file/1')).toBeNull()
  })
})
