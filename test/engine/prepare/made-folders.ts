// Folders as people have them, made up file by file from a seed: each file with its size and what would be sent of it. For
// tests that ask how often an estimate is right.
import type { UnsentFile } from '../../../src/main/engine/prepare/size-census.ts'
import { seededRandom } from '../../faults/harness/seeded-random.ts'

/** A file of a made folder. */
export interface MadeFile extends UnsentFile {
  /** What High quality sends of it. */
  sentBytes: number
}

type Random = () => number
type Draw = (
  random: Random,
  index: number,
) => { sizeBytes: number; sent: number; isVideo?: boolean }

const mega = 1_000_000
/** Mostly near the middle, sometimes far above it. */
const skewed = (random: Random, middle: number, width: number): number =>
  middle * Math.exp(width * (random() + random() + random() + random() - 2))

/** A photo that is sent as it is. */
const kept = (sizeBytes: number) => ({ sizeBytes, sent: 1 })
/** A photo above 16 megapixels: the copy has about 16 of them, however large the photo was. */
const reduced = (random: Random, sizeBytes: number) => ({
  sizeBytes,
  sent: Math.min(1, (skewed(random, 4.2, 0.3) * mega) / sizeBytes),
})

/** Each kind of folder, by its name. */
export const kinds: Readonly<Record<string, Draw>> = {
  'phone photos of 12 megapixels': (random) => kept(skewed(random, 3 * mega, 0.4)),
  'a camera of 24 megapixels': (random) => reduced(random, skewed(random, 9 * mega, 0.4)),
  'phones of 12 and of 48 megapixels': (random) =>
    random() < 0.7
      ? kept(skewed(random, 3 * mega, 0.4))
      : reduced(random, skewed(random, 12 * mega, 0.4)),
  'many tiny ones and a few huge scans': (random) =>
    random() < 0.97
      ? kept(skewed(random, 0.05 * mega, 1))
      : reduced(random, skewed(random, 90 * mega, 0.5)),
  'sizes over five powers of ten': (random) => {
    const sizeBytes = Math.min(190 * mega, 2_000 * Math.exp(random() * 11.5))
    return sizeBytes > 5 * mega && random() < 0.8 ? reduced(random, sizeBytes) : kept(sizeBytes)
  },
  'many of exactly the same size': (random) => {
    const sizeBytes = random() < 0.9 ? 8_388_608 : 2_000_000
    return random() < 0.5 ? reduced(random, sizeBytes) : kept(sizeBytes)
  },
  'raw pictures beside their JPEGs': (random, index) =>
    index % 2 === 0
      ? kept(skewed(random, 25 * mega, 0.2))
      : reduced(random, skewed(random, 9 * mega, 0.3)),
  'screenshots and drawings': (random) =>
    random() < 0.95
      ? kept(skewed(random, 0.4 * mega, 0.8))
      : { sizeBytes: skewed(random, 30 * mega, 0.3), sent: 0.1 },
  'few large videos among small photos': (random) =>
    random() < 0.02
      ? { ...kept(skewed(random, 900 * mega, 0.8)), isVideo: true }
      : kept(skewed(random, 2 * mega, 0.5)),
  'photos of which hardly any shrinks': (random) =>
    random() < 0.98
      ? kept(skewed(random, 4 * mega, 0.3))
      : reduced(random, skewed(random, 14 * mega, 0.2)),
  'photos that shrink by chance': (random) => ({
    sizeBytes: skewed(random, 6 * mega, 0.6),
    sent: 0.1 + 0.9 * random(),
  }),
}

/** The made folder of this seed: another kind, and another number of files, with each. */
export function madeFolder(seed: number): { name: string; files: MadeFile[] } {
  const random = seededRandom(seed)
  const names = Object.keys(kinds)
  const name = names[seed % names.length] ?? ''
  const draw = kinds[name]
  if (draw === undefined) throw new Error(`No kind of folder for ${seed}`)
  const count = [30, 150, 600, 2_000, 8_000][Math.floor(seed / names.length) % 5] ?? 600
  const files = Array.from({ length: count }, (_, index) => {
    const { sizeBytes, sent, isVideo = false } = draw(random, index)
    const whole = Math.max(1, Math.round(sizeBytes))
    return {
      ...{
        fileId: index + 1,
        sizeBytes: whole,
        mtimeUs: index,
        isVideo,
        photoSize: null,
        isOlder: false,
      },
      sentBytes: Math.round(whole * sent),
    }
  })
  return { name, files }
}
