// An engine with card readers beside it: real file systems mounted in a folder of the test's own, looked at as on Linux. What a
// card's file system has for a number and a name is the test's to say: those in memory have none.
import { join } from 'node:path'
import type { CardQuestion } from '../../src/shared/card-schemas.ts'
import type { CardAnswer } from '../../src/shared/cards.ts'
import type { EngineConfig } from '../../src/main/engine/engine.ts'
import type { VolumeFacts } from '../../src/main/engine/ports/volumes.ts'
import { createLinuxLooks } from '../../src/main/engine/scan/mounted-linux.ts'
import { createVolumeLooks } from '../../src/main/engine/scan/volume-looks.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { openReaders } from '../builders/mounts.ts'
import { openEngineWorld } from './engine-world.ts'

/** A card as a camera names it. */
export const canon = { label: 'EOS_DIGITAL', volumeId: 'uuid:4A21-0FF3' }
/** From the seventh on they are larger: where nothing names a card, names and sizes of its files tell it. */
const jpegs = await Promise.all(
  Array.from({ length: 12 }, (_, number) => smallJpeg(number < 6 ? 900 + number : 90_000 + number)),
)
/** One of a dozen small photos. */
export const jpeg = (number: number): Buffer => jpegs[number] ?? Buffer.alloc(0)

/** Two photos and what cameras keep beside them. */
export const cardFiles = (from = 0) => ({
  'DCIM/100CANON/IMG_0001.JPG': jpeg(from),
  'DCIM/100CANON/IMG_0002.JPG': jpeg(from + 1),
  'DCIM/100CANON/MVI_0003.THM': jpeg(from + 2),
  'DCIM/CANONMSC/M0100.CTG': 'x',
  'PRIVATE/M4ROOT/CLIP/C0001M01.XML': '<a/>',
  'PRIVATE/M4ROOT/THMBNL/C0001T01.JPG': jpeg(from + 3),
})

/** An engine that is signed in and on, with readers beside it. */
export async function withReaders(change: Partial<EngineConfig> = {}) {
  const readers = openReaders()
  const facts = new Map<string, Partial<VolumeFacts>>()
  const hanging = new Map<string, Promise<null>>()
  let listed = 0
  const real = createVolumeLooks(createLinuxLooks([readers.folder]))
  const world = await openEngineWorld({
    ...change,
    volumes: {
      list: async () => {
        const list = await real.list()
        listed += 1
        return list
      },
      describe: async (path) => {
        await hanging.get(path)
        return { ...(await real.describe(path)), ...facts.get(path) }
      },
    },
  })
  await world.signIn()
  await world.call('changeSettings', {
    change: { isBackupOn: true, photoSize: 'original', firstRunStep: 'done' },
  })
  /** Resolves after two more looks at what is in, so that at least one began after this. */
  const looks = async (): Promise<void> => {
    const until = listed + 2
    while (listed < until) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const asked = (cards: readonly CardQuestion[] = []) => cards.filter((card) => !card.isCounting)
  return {
    world,
    readers,
    putIn(name: string, files: Record<string, Buffer | string>, says: Partial<VolumeFacts>) {
      facts.set(join(readers.folder, name), says)
      return readers.putIn(name, files)
    },
    /** Resolves with what is asked once that is so much. */
    async questions(count: number): Promise<CardQuestion[]> {
      const { cards } = await world.until(
        (status) => asked(status.cards).length === count && (status.cards ?? []).length === count,
        `${count} questions`,
      )
      return cards ?? []
    },
    answer: (card: CardQuestion | undefined, answer: CardAnswer) =>
      world.call('answerCard', { cardId: card?.cardId ?? '', answer }),
    /** Resolves once so many photos are in the library, and nothing else is under way. */
    untilDone: (files: number) =>
      world.until(
        ({ counts, active, sources }) =>
          counts.done.files === files &&
          active.length === 0 &&
          sources.every(({ state }) => state !== 'scanning'),
        `${files} done`,
      ),
    /** Pulls one, and resolves once its source is known to be away. */
    async pull(name: string) {
      await readers.pull(name)
      await looks()
      const path = join(readers.folder, name)
      return world.until(
        ({ sources }) =>
          sources.every((source) => source.path !== path || source.state === 'not-connected'),
        `${name} is away`,
      )
    },
    library: async () =>
      (await world.emulator.control.library()).map(({ filename }) => filename).sort(),
    looks,
    /** Has what is put in under this name not answer until that is called which this returns. */
    hang(name: string): () => void {
      const { promise, resolve } = Promise.withResolvers<null>()
      hanging.set(join(readers.folder, name), promise)
      return () => resolve(null)
    },
  }
}
