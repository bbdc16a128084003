// How far a card is that is backed up, through the engine's public door, while it is in, pulled at every stage, back, and gone; on
// the real mounts of card-world.ts.
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { CardRun } from '../../src/shared/card-schemas.ts'
import { filesWaiting, standingOf } from '../../src/shared/standing.ts'
import type { Status } from '../../src/shared/status.ts'
import type { FaultRule } from '../emulator/index.ts'
import { hangIt, mountHanging } from '../builders/hanging-mount.ts'
import { mountIt } from '../builders/mounts.ts'
import { canon, cardFiles, jpeg, withReaders } from './card-world.ts'
import { conditionsOf, isSound } from './engine-world.ts'

/** What is said of the cards. */
const toldOf = ({ sources }: Status): CardRun['told'][] =>
  sources.flatMap(({ card }) => (card === undefined ? [] : [card.told]))
const all = ['IMG_0001.JPG', 'IMG_0002.JPG']

/** A card that is backed up whenever it is in. */
async function withCard() {
  const cards = await withReaders()
  const { world, putIn, questions, answer } = cards
  /** Resolves once this is said of the cards, one after the other. */
  const untilTold = (...told: CardRun['told'][]) =>
    world.until(
      (status) => JSON.stringify(toldOf(status)) === JSON.stringify(told),
      `told as ${told.join()}`,
    )
  return {
    ...cards,
    untilTold,
    /** Puts it in, with what is to be wrong meanwhile, and says “Always”. */
    async begin(fault?: FaultRule) {
      if (fault !== undefined) await world.emulator.control.addFault(fault)
      putIn('EOS_DIGITAL', cardFiles(), canon)
      await answer((await questions(1))[0], 'always')
    },
    /** Takes it away, and resolves with what is said once that is seen. */
    async yank() {
      cards.readers.yank('EOS_DIGITAL')
      return world.until(({ sources }) => sources[0]?.state === 'not-connected', 'it is away')
    },
  }
}

describe('a card that is backed up', () => {
  mountIt('is told of as far as it is, and can be taken out only once all of it went', async () => {
    const { world, begin, untilTold, pull } = await withCard()
    await world.call('pause', { until: 'resumed' })
    await begin()
    const before = await world.until(
      ({ sources }) => sources[0]?.card?.isLookedThrough === true,
      'it is looked through',
    )
    expect(before.sources[0]?.card).toEqual({
      ...{ kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', told: 'going' },
      ...{ isLookedThrough: true, files: 2, done: 0, waiting: 2, undecided: 0 },
      ...{ skipped: 0, failed: 0 },
    })
    await world.call('resume', {})
    const sent = await untilTold('sent')
    expect(sent.sources[0]?.card).toMatchObject({ files: 2, done: 2, waiting: 0 })
    const out = await pull('EOS_DIGITAL')
    expect([toldOf(out), standingOf(out).kind]).toEqual([[null], 'complete'])
  })

  mountIt('says what of it was left out, and counts what is on it now', async () => {
    const { world, putIn, begin, untilTold, pull } = await withCard()
    await begin()
    await untilTold('sent')
    await pull('EOS_DIGITAL')
    // Emptied in the camera and used again; one photo is none.
    const files = { 'DCIM/100CANON/IMG_0003.JPG': jpeg(5), 'DCIM/100CANON/IMG_0004.JPG': '' }
    putIn('EOS_DIGITAL', files, canon)
    await world.until(({ sources }) => sources[0]?.done === 3, 'the new one is backed up')
    const { sources } = await untilTold('sent')
    expect(sources[0]?.card).toMatchObject({ files: 2, done: 1, skipped: 1, waiting: 0 })
  })

  mountIt('is not to be taken out while it is checked, and the check ends without it', async () => {
    const { world, begin, untilTold, yank } = await withCard()
    await begin()
    const { sources } = await untilTold('sent')
    await world.emulator.control.addFault({
      ...{ on: 'mediaItems.batchGet', times: 'always', action: { kind: 'stall' } },
    })
    await world.call('startSourceCheck', { sourceId: sources[0]?.sourceId ?? '' })
    await untilTold('checking')
    await yank()
    await world.emulator.control.removeFaults()
    const checks = async () => (await world.call('sourceChecks', {})).checks
    await expect
      .poll(checks, { timeout: 60_000 })
      .toMatchObject([{ state: 'failed', failure: { kind: 'folder-missing' } }])
    expect(toldOf(await world.call('getStatus', {}))).toEqual([null])
  })
})

describe('a card that is pulled', () => {
  mountIt('with photos that wait is away without alarm, and goes on when it is back', async () => {
    const { world, begin, putIn, untilTold, yank, library, readers } = await withCard()
    await world.call('pause', { until: 'resumed' })
    await begin()
    await world.until(({ sources }) => sources[0]?.card?.isLookedThrough === true, 'looked through')
    const out = await yank()
    expect(out.sources[0]?.card).toMatchObject({ told: 'away', waiting: 2, isLookedThrough: true })
    await world.call('resume', {})
    // Other folders go on as ever; then the rest is where the card is.
    world.write('a.jpg')
    await world.call('addSource', { path: world.folder })
    const rest = await world.until(
      ({ counts, activity }) => counts.done.files === 1 && activity !== 'uploading',
      'the folder is backed up',
    )
    expect(standingOf(rest)).toEqual({ kind: 'away', files: 2, card: rest.sources[0]?.name })
    expect([conditionsOf(rest), filesWaiting(rest)]).toEqual([[], 2])
    putIn('EOS_DIGITAL1', cardFiles(), canon)
    await untilTold('sent')
    const { sources } = await world.call('getStatus', {})
    const card = sources.find((source) => source.card !== undefined)
    expect(card?.path).toBe(join(readers.folder, 'EOS_DIGITAL1'))
    expect((await library()).filter((name) => name.startsWith('IMG'))).toEqual(all)
    expect(await isSound(world)).toBe(true)
  })

  mountIt('while it is counted, or asked about, is asked about no more', async () => {
    const { world, readers, putIn } = await withReaders()
    const many = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, n) => [
        `DCIM/${100 + Math.floor(n / 500)}CANON/${n}.JPG`,
        '',
      ]),
    )
    putIn('EOS_DIGITAL', many, canon)
    await world.until(({ cards }) => cards?.length === 1, 'it is asked about, or counted')
    readers.yank('EOS_DIGITAL')
    const { sources } = await world.until(({ cards }) => cards === undefined, 'nothing is asked')
    expect(sources).toEqual([])
  })

  mountIt(
    'while it is looked through is told as not known to its end, until it is back',
    async () => {
      const { world, putIn, begin, untilTold, pull, yank, looks, library } = await withCard()
      await begin()
      await untilTold('sent')
      await pull('EOS_DIGITAL')
      const many = Object.fromEntries(
        Array.from({ length: 3_000 }, (_, n) => [
          `DCIM/${200 + Math.floor(n / 500)}CANON/${n}.JPG`,
          '',
        ]),
      )
      putIn('EOS_DIGITAL', { ...cardFiles(), ...many }, canon)
      await world.until(({ sources }) => sources[0]?.state === 'scanning', 'it is looked through')
      const out = await yank()
      const { told, isLookedThrough, waiting } = out.sources[0]?.card ?? {}
      // It may have been quicker than the hand, with or without all of them settled.
      expect(told).toBe(isLookedThrough === true && waiting === 0 ? null : 'away')
      await looks()
      putIn('EOS_DIGITAL', { ...cardFiles(), 'DCIM/100CANON/IMG_0007.JPG': jpeg(5) }, canon)
      await world.until(({ sources }) => sources[0]?.done === 3, 'the new one is backed up')
      await untilTold('sent')
      expect(await library()).toEqual([...all, 'IMG_0007.JPG'])
    },
  )

  mountIt('while its photos are sent goes on when it is back, each photo once', async () => {
    const { world, putIn, begin, untilTold, yank, library } = await withCard()
    await begin({
      on: 'upload',
      times: 'always',
      action: { kind: 'stall', afterRequestBytes: 'half' },
    })
    await world.until(({ active }) => active.some(({ phase }) => phase === 'sending'), 'sending')
    const out = await yank()
    expect(toldOf(out)).toEqual(['away'])
    await world.emulator.control.removeFaults()
    putIn('EOS_DIGITAL', cardFiles(), canon)
    await untilTold('sent')
    expect(await library()).toEqual(all)
    expect(await isSound(world)).toBe(true)
  })

  mountIt('between the last byte and the photo is not needed for it', async () => {
    const { world, begin, yank, library } = await withCard()
    await begin({ on: 'batchCreate', times: 'always', action: { kind: 'stall' } })
    await world.until(({ active }) => active.some(({ phase }) => phase === 'creating'), 'creating')
    await yank()
    await world.emulator.control.removeFaults()
    const over = await world.until(({ counts }) => counts.done.files === 2, 'both are there')
    expect(toldOf(over)).toEqual([null])
    expect(await library()).toEqual(all)
  })
})

describe('a card that never answers who looks into it', () => {
  hangIt('keeps no other card waiting', async () => {
    const { world, readers, begin, untilTold } = await withCard()
    await mountHanging(join(readers.folder, 'HANGS'))
    await begin()
    const { cards, sources } = await untilTold('sent')
    expect([cards, sources.length]).toEqual([undefined, 1])
    expect(world.logged.filter((line) => line.includes('bug'))).toEqual([])
  })
})

describe('two cards at once', () => {
  mountIt('are told of each, and one of them that hangs keeps the other not waiting', async () => {
    const { putIn, questions, answer, untilTold, hang } = await withCard()
    const release = hang('HANGS')
    putIn('HANGS', cardFiles(6), { label: 'HANGS', volumeId: 'uuid:1' })
    putIn('EOS_DIGITAL', cardFiles(), canon)
    await answer((await questions(1))[0], 'always')
    await untilTold('sent')
    release()
    expect(await questions(1)).toMatchObject([{ label: 'HANGS', files: 2 }])
    await answer((await questions(1))[0], 'always')
    await untilTold('sent', 'sent')
  })
})
