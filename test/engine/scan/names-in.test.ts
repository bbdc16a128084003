// The names in a folder that end as somebody asks for: sidecars and lists beside photos. In every letter that a disk may
// hold.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'
import { tempFolder } from './temp-folder.ts'

const reader = createFileReader()
afterAll(() => reader.close())
const never = new AbortController().signal

it('are told in any case', async () => {
  const folder = tempFolder('a.jpg', 'a.jpg.xmp', 'B.XMP', '.picasa.ini', 'xmp', 'é.xmp')
  const names = await reader.namesIn(folder, ['.xmp', 'picasa.ini'], never)
  expect(names.ok ? names.value.sort() : names).toEqual(
    ['.picasa.ini', 'B.XMP', 'a.jpg.xmp', 'é.xmp'].sort(),
  )
})

it.runIf(process.platform === 'linux')(
  'are told in the written form, by which files are opened',
  async () => {
    const folder = tempFolder()
    const bytes = [Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.xmp')]
    writeFileSync(Buffer.concat(bytes), 'words')
    const names = await reader.namesIn(folder, ['.xmp'], never)
    expect(names).toEqual({ ok: true, value: ['caf\\xe9.xmp'] })
    expect(await reader.readStart(join(folder, 'caf\\xe9.xmp'), 9, never)).toMatchObject({
      ok: true,
      value: { bytes: Buffer.from('words') },
    })
  },
)

it('of no folder are a failure', async () => {
  const names = await reader.namesIn(join(tempFolder(), 'none'), ['.xmp'], never)
  expect(names).toEqual({ ok: false, failure: { kind: 'file-gone' } })
})
