// What becomes of photos and films without a date, over the real image worker: when they wait, what is written, and what goes
// as it is. How a date is written is test/engine/images/dated-*.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DateOf, Decision } from '../../../src/main/engine/ports/prepare.ts'
import { dateStep } from '../../../src/main/engine/prepare/dated.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import type { Result } from '../../../src/shared/result.ts'
import { renditionOf } from '../../../src/shared/copy-plan.ts'
import { copyFrom, film } from '../../builders/undated.ts'
import { hashOf, largeJpeg, noise, openWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop
beforeAll(() => {
  workshop = openWorkshop()
})
afterAll(() => workshop.close())

const at = Date.UTC(1987, 6, 14, 18, 22, 33)
const added = { at, offsetMinutes: null, source: 'folder-name' } as const
const summer: DateOf = () => ({ added, filmOffsetMinutes: 120 })
const taken = (text: string) => ({ IFD2: { DateTimeOriginal: text } })
const scan = (): Promise<Buffer> => noise(120, 90).jpeg().toBuffer()
const datedScan = (): Promise<Buffer> =>
  noise(120, 90).withExif(taken('2015:05:01 10:00:00')).jpeg().toBuffer()

const planIn = (decision: Result<Decision, Failure>) => {
  if (!decision.ok || decision.value.kind !== 'send')
    throw new Error(`Not sent: ${JSON.stringify(decision)}`)
  return decision.value.plan
}
const copyOf = (decision: Result<Decision, Failure>, path = ''): Buffer => {
  const plan = planIn(decision)
  if (plan.kind === 'original') throw new Error('No copy')
  const rendition = renditionOf(plan)
  return copyFrom(
    readFileSync(rendition === null ? path : workshop.preparer.renditionPath(rendition)),
    plan,
  )
}
/** The times of a copy, as another reader tells them. */
const exifOf = async (copy: Buffer): Promise<string> =>
  (await sharp(copy).metadata()).exif?.toString('latin1') ?? ''

describe('a photo without a date', () => {
  it('waits, while those that have one are prepared', async () => {
    const path = workshop.write('later.jpg', await scan())
    const waits = { ok: false, failure: { kind: 'undated' } }
    expect(await workshop.prepare(path, { undated: 'later' })).toEqual(waits)
    const dated = workshop.write('dated.jpg', await datedScan())
    expect(planIn(await workshop.prepare(dated, { undated: 'later' }))).toMatchObject({
      kind: 'original',
    })
  })

  it('is sent as it is where its folder wants nothing else', async () => {
    const path = workshop.write('left.jpg', await scan())
    const plan = planIn(await workshop.prepare(path, { undated: 'leave' }))
    expect(plan).toMatchObject({ kind: 'original' })
    expect(plan).not.toHaveProperty('undated')
  })

  it('gets its date in a copy, the same at every try, and stays as it is', async () => {
    const bytes = await scan()
    const path = workshop.write('scan.jpg', bytes)
    const first = await workshop.prepare(path, { undated: summer })
    const copy = copyOf(first, path)
    expect(planIn(first)).toMatchObject({
      kind: 'dated',
      ...{ mimeType: 'image/jpeg', fileName: 'scan.jpg', sizeBytes: copy.length },
      ...{ keptOriginal: 'small-enough', sha256: hashOf(copy), date: added },
    })
    expect(await exifOf(copy)).toContain('1987:07:14 18:22:33')
    expect(copy.indexOf(bytes.subarray(-500))).toBeGreaterThan(0)
    expect(readFileSync(path)).toEqual(bytes)
    const again = await workshop.prepare(path, { undated: summer })
    expect(planIn(again)).toEqual(planIn(first))
    // Nothing is written for it.
    expect(workshop.sideEffects).toEqual([])
    expect(existsSync(workshop.renditionFolder)).toBe(false)
  })

  it('gets another copy for another date, and a zone where that is known', async () => {
    const path = workshop.write('zone.jpg', await scan())
    const inTokyo: DateOf = () => ({
      added: { ...added, offsetMinutes: 540 },
      filmOffsetMinutes: 540,
    })
    const one = planIn(await workshop.prepare(path, { undated: summer }))
    const other = await workshop.prepare(path, { undated: inTokyo })
    expect(await exifOf(copyOf(other, path))).toContain('+09:00')
    expect('sha256' in one && one.sha256).not.toBe(hashOf(copyOf(other, path)))
  })

  it('has it in its reduced copy', async () => {
    const path = workshop.write('large.jpg', await largeJpeg())
    const decision = await workshop.prepare(path, { undated: summer })
    const copy = copyOf(decision, path)
    expect(planIn(decision)).toMatchObject({ kind: 'reduced', date: added, sha256: hashOf(copy) })
    expect(await exifOf(copy)).toContain('1987:07:14 18:22:33')
    expect((await sharp(copy).metadata()).width).toBeLessThan(400)
    // Nothing but what is sent is kept.
    expect(readdirSync(workshop.renditionFolder).filter((name) => name.endsWith('.tmp'))).toEqual(
      [],
    )
  })

  it('tells what nothing around it may tell: the words inside it', async () => {
    const asked: unknown[] = []
    const png = await noise(60, 40)
      .png()
      .withExif({ IFD0: { Software: 'x' } })
      .toBuffer()
    const path = workshop.write('inside.png', png)
    await workshop.prepare(path, {
      undated: (inside) => {
        asked.push(inside)
        return null
      },
    })
    expect(asked).toEqual([null])
  })

  it('goes as it is where nothing tells a date', async () => {
    const path = workshop.write('unknown.jpg', await scan())
    const plan = planIn(await workshop.prepare(path, { undated: () => null }))
    expect(plan).toMatchObject({ kind: 'original', undated: 'unknown' })
  })

  it('goes as it is, and is told as one without a date, where that was chosen after it was found', async () => {
    const path = workshop.write('chosen.jpg', await scan())
    const plan = planIn(await workshop.prepare(path, { undated: 'left' }))
    expect(plan).toMatchObject({ kind: 'original', undated: 'left' })
  })

  it('goes at once and as it is in a form that takes no date, and says so', async () => {
    const path = workshop.write('drawing.gif', await noise(60, 40).gif().toBuffer())
    for (const undated of ['later', summer] as const)
      expect(planIn(await workshop.prepare(path, { undated }))).toMatchObject({
        kind: 'original',
        undated: 'format',
      })
  })

  it('goes as it is where no copy can be proved', async () => {
    const bytes = await scan()
    // A comment that runs beyond the end of the file.
    const broken = Buffer.concat([bytes.subarray(0, 2), Buffer.from('\xff\xe1\xff\xff', 'latin1')])
    const path = workshop.write('broken.jpg', Buffer.concat([broken, bytes.subarray(2)]))
    const plan = planIn(await workshop.prepare(path, { undated: summer, photoSize: 'original' }))
    expect(plan).toMatchObject({ kind: 'original', undated: 'not-proved' })
    expect(readdirSync(workshop.renditionFolder).filter((name) => name.endsWith('.tmp'))).toEqual(
      [],
    )
  })

  it('is not what is meant while it is being written to', async () => {
    const bytes = await scan()
    const path = workshop.write('moving.jpg', bytes)
    const sha256 = hashOf(bytes)
    writeFileSync(path, await scan())
    const decision = await workshop.prepare(path, { undated: summer, sha256 })
    expect(decision).toEqual({ ok: false, failure: { kind: 'file-changed' } })
  })
})

describe('a film without a date', () => {
  it('gets the moment in UTC, by the zone that it was taken in as far as that is known', async () => {
    const bytes = film()
    const path = workshop.write('film.mp4', bytes)
    const decision = await workshop.prepare(path, { undated: summer })
    const copy = copyOf(decision, path)
    expect(planIn(decision)).toMatchObject({ kind: 'dated', keptOriginal: 'video', date: added })
    const mvhd = copy.indexOf('mvhd') + 8
    const since1904 = (at - 120 * 60_000 - Date.UTC(1904, 0, 1)) / 1000
    expect(copy.readUInt32BE(mvhd)).toBe(since1904)
    expect(copy.length).toBe(bytes.length)
  })
})

describe('what becomes of a date', () => {
  const date = { wallMs: at, offsetMinutes: null, precision: 'second', source: 'xmp' } as const
  const [without, carrying] = [
    { date: null, inside: null },
    { date, inside: null },
  ]
  const [takes, takesNone] = [{ isDateWritable: true }, { isDateWritable: false }]
  it.each([
    ['left', 'leave', without, takes, { step: 'none' }],
    ['left, in a form that takes none', 'leave', without, takesNone, { step: 'none' }],
    ['there already', summer, carrying, takes, { step: 'none' }],
    ['there already, in a form that takes none', 'later', carrying, takesNone, { step: 'none' }],
    ['to come later', 'later', without, takes, { step: 'later' }],
    ['never to come', 'later', without, takesNone, { step: 'cannot', reason: 'format' }],
    ['not to be written', summer, without, takesNone, { step: 'cannot', reason: 'format' }],
    ['told', summer, without, takes, { step: 'write', date: summer(null) }],
    ['not told', () => null, without, takes, { step: 'cannot', reason: 'unknown' }],
    ['left after it was looked for', 'left', without, takes, { step: 'cannot', reason: 'left' }],
    ['left, and there already', 'left', carrying, takes, { step: 'none' }],
  ] as const)('where it is %s', (_, undated, carried, type, step) => {
    expect(dateStep(undated, carried, type)).toEqual(step)
  })
})
