// Behaviour of the reader of what Samsung's cameras write behind a picture: which of it a copy may do without.
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { dispensableTrailer } from '../../../src/main/engine/media/samsung-trailer.ts'

const picture = Buffer.from('picture')
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** Blocks of these names, and the directory that leads to them. */
function trailer(...names: string[]): Buffer {
  const blocks = names.map((name) =>
    Buffer.concat([number(0x0a010000), number(name.length), Buffer.from(`${name}data`)]),
  )
  const all = Buffer.concat(blocks)
  let at = 0
  const entries = blocks.map((block) => {
    const entry = [number(0x0a010000), number(all.length - at), number(block.length)]
    at += block.length
    return Buffer.concat(entry)
  })
  const directory = [Buffer.from('SEFH'), number(106), number(names.length), ...entries]
  const length = directory.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([all, ...directory, number(length), Buffer.from('SEFT')])
}
const behind = (bytes: Buffer) => dispensableTrailer(memorySource(Buffer.concat([picture, bytes])))

describe('what lies behind a picture', () => {
  it('may be left out where it is notes of the moment of taking', async () => {
    expect(await behind(trailer('Image_UTC_Data'))).toBe(picture.length)
    expect(await behind(trailer('MCC_Data', 'Image_UTC_Data', 'Camera_Scene_Info'))).toBe(
      picture.length,
    )
    const padded = Buffer.concat([Buffer.alloc(5), trailer('MCC_Data')])
    expect(await behind(padded)).toBe(picture.length + 5)
  })

  it.each(['SoundShot_000', 'DualShot_DepthMap_1', 'MotionPhoto_Data', 'Image_UTC_Data2', ''])(
    'is more than notes where one of its blocks is called “%s”',
    async (name) => {
      expect(await behind(trailer('Image_UTC_Data', name))).toBeNull()
      expect(await behind(trailer(name, 'Image_UTC_Data'))).toBeNull()
    },
  )

  it('may be left out with up to a hundred notes', async () => {
    const notes = (count: number): Buffer => trailer(...Array<string>(count).fill('MCC_Data'))
    expect(await behind(notes(100))).toBe(picture.length)
    expect(await behind(notes(101))).toBeNull()
  })

  it('is none where the file does not end so', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('more'), Buffer.from('SEFT and more')])
      expect(await behind(bytes)).toBe(picture.length + bytes.length)
    expect(await dispensableTrailer(memorySource(Buffer.alloc(0)))).toBe(0)
  })

  it('is more than notes where its directory cannot be read', async () => {
    const good = trailer('MCC_Data')
    const damaged = (at: number, value: number): Buffer => {
      const bytes = Buffer.from(good)
      bytes.writeUInt32LE(value, at)
      return bytes
    }
    const directoryAt = good.length - 8 - 24
    // Longer than the file; another name; blocks without end; a block before the file.
    expect(await behind(damaged(good.length - 8, 1_000_000))).toBeNull()
    expect(await behind(damaged(directoryAt, 0))).toBeNull()
    expect(await behind(damaged(directoryAt + 8, 101))).toBeNull()
    expect(await behind(damaged(directoryAt + 8, 2))).toBeNull()
    expect(await behind(damaged(directoryAt + 16, 1_000_000))).toBeNull()
  })
})
