// Cards with the file systems that cameras write, through the engine's public door: put in, backed up, pulled, put in elsewhere,
// formatted anew. What their mounts tell of files (numbers that change, times to two seconds) is the point.
import { basename, join } from 'node:path'
import { realpathSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CardQuestion } from '../../src/shared/card-schemas.ts'
import type { VolumeFacts } from '../../src/main/engine/ports/volumes.ts'
import { createLinuxLooks } from '../../src/main/engine/scan/mounted-linux.ts'
import { createVolumeLooks } from '../../src/main/engine/scan/volume-looks.ts'
import { canHaveCards, openCardImage, type CardFormat } from '../builders/card-images.ts'
import { eventually } from '../builders/eventually.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { isSound, openEngineWorld } from './engine-world.ts'

const [first, second, third, fourth] = await Promise.all(
  [1, 2, 3, 4].map((seed) => smallJpeg(seed)),
)

describe.each<CardFormat>(['exfat', 'fat'])('a card with %s', (format) => {
  it.skipIf(!canHaveCards(format))(
    'is backed up once, wherever it is mounted, and what it has after formatting, too',
    async () => {
      const readers = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-readers-')))
      onTestFinished(() => rmSync(readers, { recursive: true, force: true }))
      const card = openCardImage(readers, format, 'EOS_DIGITAL')
      await card.fill({
        'DCIM/100CANON/IMG_0001.JPG': first ?? '',
        'DCIM/100CANON/IMG_0002.JPG': second ?? '',
      })
      // No udev here names volumes, so that the test does.
      let volumeId = 'uuid:4A21-0FF3'
      const real = createVolumeLooks(createLinuxLooks([readers]))
      const world = await openEngineWorld({
        volumes: {
          list: real.list,
          describe: async (path): Promise<VolumeFacts> => ({
            ...(await real.describe(path)),
            ...{ label: 'EOS_DIGITAL', volumeId },
          }),
        },
      })
      await world.signIn()
      await world.call('changeSettings', {
        change: { isBackupOn: true, photoSize: 'original', firstRunStep: 'done' },
      })
      const question = async (): Promise<CardQuestion | undefined> => {
        const { cards } = await world.until(
          (status) => status.cards?.[0]?.isCounting === false,
          'it is asked about',
        )
        return cards?.[0]
      }
      const answer = (asked: CardQuestion | undefined) =>
        world.call('answerCard', { cardId: asked?.cardId ?? '', answer: 'always' })
      const untilDone = (count: number, at: string) =>
        world.until(
          ({ counts, active, sources }) =>
            counts.done.files === count &&
            active.length === 0 &&
            sources.every(({ state, path }) => state === 'watching' && basename(path) === at),
          `${count} are done, and it is looked after as ${at}`,
        )
      const untilAway = () =>
        world.until(({ sources }) => sources[0]?.state === 'not-connected', 'it is away')
      const uploads = () => world.emulator.control.ledger().then(byUploads)

      card.putIn('EOS_DIGITAL')
      const asked = await question()
      expect(asked).toMatchObject({ kind: 'card', files: 2, looksLike: false, answered: null })
      await answer(asked)
      await untilDone(2, 'EOS_DIGITAL')
      await card.pull()
      await untilAway()

      // As another name, with one more: the two are known though their numbers are others.
      await card.fill({ 'DCIM/100CANON/IMG_0003.JPG': third ?? '' })
      const before = await uploads()
      card.putIn('EOS_DIGITAL1')
      const { sources } = await untilDone(3, 'EOS_DIGITAL1')
      expect(sources).toHaveLength(1)
      expect((await uploads()) - before).toBe(1)
      await card.pull()
      await untilAway()

      card.format()
      volumeId = 'uuid:77B0-1D02'
      await card.fill({ 'DCIM/100CANON/IMG_0001.JPG': fourth ?? '' })
      card.putIn('EOS_DIGITAL')
      const again = await question()
      expect(again).toMatchObject({ looksLike: true, answered: 'always', files: 1 })
      await answer(again)
      // The photo that was there under its name stays in the library, and so do those that the card has no more.
      const names = async () =>
        (await world.emulator.control.library()).map(({ filename }) => filename).sort()
      await eventually(async () =>
        expect(await names()).toEqual([
          ...['IMG_0001.JPG', 'IMG_0001.JPG', 'IMG_0002.JPG', 'IMG_0003.JPG'],
        ]),
      )
      expect(await isSound(world)).toBe(true)
      await card.pull()
    },
  )
})

const byUploads = (requests: readonly { path: string }[]): number =>
  requests.filter(({ path }) => path.endsWith('/uploads')).length
