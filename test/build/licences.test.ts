import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { collectLicences } from '../../build/licences/collect.ts'
import { libvipsParts, sourcesText } from '../../build/licences/sources.ts'

const project = join(import.meta.dirname, '..', '..')
const { shipped, texts } = collectLicences()

/** What may be built into an app of any licence, and the LGPL for libraries that stay files of their own. */
const allowed = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSD-3-Clause and others',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT and others',
  'Python-2.0',
]
const replaceable = ['@img/sharp-libvips', 'libheif-js']

describe('the licences of what ships', () => {
  it('let it ship', () => {
    for (const { name, licence } of shipped)
      if (replaceable.includes(name)) expect(licence).toMatch(/^LGPL-3\.0/)
      else expect(allowed, name).toContain(licence)
  })

  it('come with their texts, each once', () => {
    expect(shipped.length).toBeGreaterThan(70)
    expect(new Set(texts).size).toBe(texts.length)
    for (const { text } of shipped) if (text !== null) expect(texts[text]).toBeTruthy()
    const mit = shipped.find(({ name }) => name === 'react')
    expect(texts[mit?.text ?? -1]).toContain('Permission is hereby granted')
    expect(mit?.copyright).toMatch(/^Copyright/)
  })

  it('name what is built into libvips', () => {
    const libvips = shipped.find(({ name }) => name === '@img/sharp-libvips')
    expect(texts[libvips?.text ?? -1]).toMatch(/\| libvips\s+\| LGPLv3/)
  })

  // Elsewhere other packages bring the binaries.
  it.runIf(process.platform === 'linux')('are written down as they are (npm run licences)', () => {
    const written = readFileSync(join(project, 'src', 'renderer', 'licences.json'), 'utf8')
    expect(JSON.parse(written)).toEqual({ shipped, texts })
  })

  it.runIf(process.platform === 'linux')(
    'tell where the sources of the LGPL libraries are, in the versions that ship',
    () => {
      const written = readFileSync(join(project, 'build', 'licences', 'sources.txt'), 'utf8')
      expect(written).toBe(sourcesText())
      const { vips, heif } = libvipsParts(process.arch)
      expect(written).toContain(`libvips ${vips}: https://`)
      expect(written).toContain(`libheif ${heif}: https://`)
      expect(written).toContain('Written offer')
      const libvips = shipped.find(({ name }) => name === '@img/sharp-libvips')
      const listed = [...(texts[libvips?.text ?? -1] ?? '').matchAll(/^\| (\S+)\s+\| LGPLv3/gm)]
      expect(listed.length).toBeGreaterThan(5)
      for (const [, name = ''] of listed)
        expect(written.toLowerCase()).toContain(`- ${name.toLowerCase()} `)
    },
  )

  it('come with the GPL, to which the LGPL adds', () => {
    const text = (name: string): string =>
      readFileSync(join(project, 'build', 'licences', name), 'utf8')
    expect(text('gpl-3.0.txt')).toMatch(/GNU GENERAL PUBLIC LICENSE\s+Version 3/)
    expect(text('gpl-3.0.txt')).toContain('END OF TERMS AND CONDITIONS')
    expect(text('lgpl-3.0.txt')).toMatch(/GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/)
    expect(readFileSync(join(project, 'electron-builder.yml'), 'utf8')).toContain(
      'filter: [gpl-3.0.txt, lgpl-3.0.txt, sources.txt]',
    )
  })
})
