// Behaviour of the asking of a HEIC's decoder whether a part is damaged: what it is given, and what its answers mean. The
// decoder itself is asked in picture.test.ts, where there is an encoder.
import { describe, expect, it } from 'vitest'
import { isDamaged, type Libde265 } from '../../../src/main/engine/images/heif-damage.ts'
import { heifGrid } from '../../builders/heif-grid.ts'
import { box, fullBox, number } from '../media/box-builder.ts'

/** What the decoder does when it is asked to go on. */
interface Step {
  error?: number
  pictures?: number
  more?: boolean
}

interface Fake {
  decoder: Libde265
  /** The units that each of its contexts was given. */
  given: string[][]
  parameters: number[]
  /** What was taken and not given back. */
  open(): { contexts: number; memory: number; pictures: number }
}

function fakeDecoder(...steps: Step[]): Fake {
  const memory = new ArrayBuffer(65_536)
  // What nobody wrote yet is anything but nought.
  const [HEAPU8, HEAP32] = [new Uint8Array(memory).fill(0xa5), new Int32Array(memory)]
  const given: string[][] = []
  const parameters: number[] = []
  /** How many bytes were taken, by their place. */
  const taken = new Map<number, number>()
  let [end, contexts, pictures, at] = [8, 0, 0, 0]
  return {
    given,
    parameters,
    open: () => ({ contexts, memory: taken.size, pictures }),
    decoder: {
      HEAPU8,
      HEAP32,
      _malloc(bytes: number) {
        const place = end
        end += Math.ceil(bytes / 8) * 8
        taken.set(place, bytes)
        return place
      },
      _free: (place: number) => void taken.delete(place),
      _de265_new_decoder() {
        contexts += 1
        at = 0
        given.push([])
        return given.length
      },
      _de265_free_decoder: () => void (contexts -= 1),
      _de265_set_parameter_bool: (_: number, parameter: number, value: number) =>
        void parameters.push(parameter * value),
      _de265_push_NAL(context: number, place: number, bytes: number, ...others: number[]) {
        // No time, and nothing of ours.
        expect(others).toEqual([0, 0, 0])
        given[context - 1]?.push(Buffer.from(HEAPU8.slice(place, place + bytes)).toString('latin1'))
        return 0
      },
      _de265_flush_data: (context: number) => given[context - 1]?.push('end') ?? 0,
      _de265_decode(_: number, more: number) {
        const step = steps[at] ?? {}
        at += 1
        pictures += step.pictures ?? 0
        // A word of 32 bits, which is only written where there is more to do.
        expect(taken.get(more)).toBe(4)
        expect(HEAP32[more >> 2]).toBe(0)
        if (step.more === true) HEAP32[more >> 2] = 1
        return step.error ?? 0
      },
      _de265_get_next_picture: () => (pictures > 0 ? 1 : 0),
      _de265_release_next_picture: () => void (pictures -= 1),
    },
  }
}

const units = (...texts: string[]): Buffer =>
  Buffer.concat(texts.flatMap((text) => [number(text.length, 4), Buffer.from(text)]))
/** Parameter sets in arrays, behind the number of these. */
const config = (...arrays: string[][]): Buffer =>
  Buffer.concat([
    ...[Buffer.alloc(22), number(arrays.length, 1)],
    ...arrays.flatMap((sets) => [
      ...[number(0x20, 1), number(sets.length, 2)],
      ...sets.flatMap((set) => [number(set.length, 2), Buffer.from(set)]),
    ]),
  ])
const tile = (...texts: string[]): Buffer => tileOf(units(...texts))
const tileOf = (data: Buffer): Buffer =>
  Buffer.concat([
    box('ftyp', 'heic'),
    fullBox('meta', 0, 0, box('iprp', box('ipco', box('hvcC', config(['video'], ['seq', 'pic']))))),
    box('mdat', data),
  ])
const grid = (...tiles: Buffer[]): Buffer =>
  heifGrid(tiles, { columns: tiles.length, tileWidth: 64, tileHeight: 64 }).bytes
const whole: Step = { pictures: 1 }

describe('a HEIC', () => {
  it('is whole when each part gives a picture, from its parameter sets and its own units', () => {
    const { decoder, given, parameters, open } = fakeDecoder(whole)
    expect(isDamaged(decoder, grid(tile('one', 'two'), tile('three')))).toBe(false)
    expect(given).toEqual([
      ['video', 'seq', 'pic', 'one', 'two', 'end'],
      ['video', 'seq', 'pic', 'three', 'end'],
    ])
    // Faulty pictures are kept back, and hashes are looked at.
    expect(parameters).toEqual([0, 6, 0, 6])
    expect(open()).toEqual({ contexts: 0, memory: 0, pictures: 0 })
  })

  it('is whole when its picture comes only after several steps', () => {
    const { decoder } = fakeDecoder({ more: true }, { more: true, pictures: 1 }, {})
    expect(isDamaged(decoder, grid(tile('one')))).toBe(false)
  })

  it.each<[string, Step[]]>([
    ['no picture comes', [{}]],
    ['no picture comes after several steps', [{ more: true }, { more: true }, {}]],
    ['decoding fails', [{ error: 8, pictures: 1 }]],
  ])('is damaged when %s', (_, steps) => {
    const { decoder, open } = fakeDecoder(...steps)
    expect(isDamaged(decoder, grid(tile('one')))).toBe(true)
    expect(open()).toMatchObject({ contexts: 0, memory: 0 })
  })

  it('is asked for whole units only, the empty ones among them', () => {
    const { decoder, given } = fakeDecoder(whole)
    const data = Buffer.concat([units('one', '', 'two'), Buffer.alloc(3)])
    expect(isDamaged(decoder, grid(tileOf(data)))).toBe(false)
    expect(isDamaged(decoder, grid(tile('three', '')))).toBe(false)
    expect(given).toEqual([
      ['video', 'seq', 'pic', 'one', '', 'two', 'end'],
      ['video', 'seq', 'pic', 'three', '', 'end'],
    ])
  })

  it('is damaged when one of its parts cannot be looked at', () => {
    const { decoder } = fakeDecoder(whole)
    const file = grid(tile('one'))
    const withoutConfig = Buffer.from(file)
    withoutConfig.write('free', file.indexOf('hvcC'), 'latin1')
    expect(isDamaged(decoder, withoutConfig)).toBe(true)
    const withoutPlace = Buffer.from(file)
    withoutPlace.write('free', file.indexOf('iloc'), 'latin1')
    expect(isDamaged(decoder, withoutPlace)).toBe(true)
  })

  it('is not asked for parts of other kinds', () => {
    const { decoder, given } = fakeDecoder({})
    const file = grid(tile('one'))
    const other = Buffer.from(file.toString('latin1').replaceAll('hvc1', 'jpeg'), 'latin1')
    expect(isDamaged(decoder, other)).toBe(false)
    expect(given).toEqual([])
  })
})
