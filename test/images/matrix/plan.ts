// Which pictures the matrix has: every base with every orientation that it can be told, and with blocks of metadata so
// chosen that each pair of container, colours, depth, orientation and block occurs. The same pictures every time.
import { bases, type Base } from './bases.ts'

/** What is written into a picture besides its pixels. */
export const blocks = [
  'none',
  'exif',
  'gps',
  'maker notes of Canon',
  'maker notes of Nikon',
  'maker notes of Apple',
  'xmp',
  'extended xmp',
  'regions',
  'iptc',
  'long iptc',
  'photoshop',
  'resolution',
  'comment',
  'png text',
  'thumbnail',
  'everything',
] as const
/** One of {@link blocks}. */
export type Block = (typeof blocks)[number]

/** One picture of the matrix. */
export interface Recipe {
  name: string
  base: Base
  orientation: number
  block: Block
}

/** What a container can be told at all; HEIF tells its turn by itself, and EXIF's is there for information. */
const tellable: Record<Base['container'], readonly Block[]> = {
  jpeg: blocks.filter((block) => block !== 'png text'),
  png: blocks.filter((block) => !['iptc', 'long iptc', 'photoshop'].includes(block)),
  tiff: blocks.filter((block) => !['comment', 'png text', 'thumbnail'].includes(block)),
  webp: ['none', 'exif', 'gps', ...makers(), 'xmp', 'extended xmp', 'regions', 'resolution'],
  heic: ['none', 'exif', 'gps', ...makers(), 'xmp', 'extended xmp', 'regions'],
  avif: ['none', 'exif', 'gps', ...makers(), 'xmp', 'extended xmp', 'regions'],
  gif: ['none', 'xmp', 'comment'],
  bmp: [],
  jxl: [],
}

function makers(): Block[] {
  return ['maker notes of Canon', 'maker notes of Nikon', 'maker notes of Apple']
}

const blocksOf = ({ container, isTellable }: Base): readonly Block[] =>
  isTellable ? tellable[container] : ['none']

const orientationsOf = ({ container, isTellable }: Base): number[] => {
  if (!isTellable) return [1]
  if (container === 'gif') return tellable.gif.map(() => 1)
  // The turn of a HEIF is part of the base; one lie in EXIF shows whom the product believes.
  if (['heic', 'avif'].includes(container)) return [1, 1, 1, 6]
  return [1, 2, 3, 4, 5, 6, 7, 8]
}

/** Every picture, in order. */
export function makePlan(): Recipe[] {
  const covered = new Set<string>()
  const times = new Map<Block, number>()
  const recipes: Recipe[] = []
  for (const base of bases) {
    const used = new Set<Block>()
    for (const orientation of orientationsOf(base)) {
      const block = bestBlock(base, orientation, { covered, used, times })
      for (const pair of pairsOf(base, orientation, block)) covered.add(pair)
      used.add(block)
      times.set(block, (times.get(block) ?? 0) + 1)
      const name = `${base.id}, orientation ${orientation}, ${block}`
      recipes.push({ name, base, orientation, block })
    }
  }
  return recipes
}

/** The pairs that one picture stands for. */
export function pairsOf(base: Base, orientation: number, block: Block): string[] {
  return [
    `${base.container} + ${block}`,
    `${base.colours} + ${block}`,
    `${base.depth} + ${block}`,
    `${orientation} + ${block}`,
    `${base.container} + ${orientation}`,
    `${base.id} + ${orientation}`,
  ]
}

/** The block that shows the most that no picture before shows; of equals the one that was used least. */
function bestBlock(
  base: Base,
  orientation: number,
  so: { covered: Set<string>; used: Set<Block>; times: Map<Block, number> },
): Block {
  const worth = (block: Block): number => {
    const fresh = pairsOf(base, orientation, block).filter((pair) => !so.covered.has(pair)).length
    const again = so.used.has(block) ? 10 : 0
    return fresh - again - (so.times.get(block) ?? 0) / 1_000
  }
  const [first, ...others] = blocksOf(base)
  if (first === undefined) throw new Error(`Nothing can be told to ${base.id}.`)
  return others.reduce((best, block) => (worth(block) > worth(best) ? block : best), first)
}
