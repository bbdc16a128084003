// Cards that are put in and pulled, through the engine's public door: what is asked of each, and what the answers bring about. The
// cards are those of card-world.ts.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { CardAnswer } from '../../src/shared/cards.ts'
import { mountIt } from '../builders/mounts.ts'
import { canon, cardFiles, jpeg, withReaders } from './card-world.ts'
import { conditionsOf, isSound } from './engine-world.ts'

describe('a card that is put in', () => {
  mountIt(
    'is asked about, backed up whenever it is in after “Always”, and can be pulled',
    async () => {
      const { world, putIn, questions, answer, untilDone, pull, library } = await withReaders()
      const path = putIn('EOS_DIGITAL', cardFiles(), canon)
      const [card] = await questions(1)
      expect(card).toMatchObject({
        ...{ kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', files: 2, isWhole: true },
        ...{ answered: null, looksLike: false, bytes: jpeg(0).length + jpeg(1).length },
      })
      expect(await library()).toEqual([])
      await answer(card, 'always')
      await untilDone(2)
      expect(await library()).toEqual(['IMG_0001.JPG', 'IMG_0002.JPG'])
      const inside = await world.call('getStatus', {})
      expect(inside.cards).toBeUndefined()
      expect(inside.sources).toMatchObject([{ path, card: { camera: 'EOS' }, otherFiles: 3 }])
      const out = await pull('EOS_DIGITAL')
      // Cards are out most of the time: nobody is told.
      expect(conditionsOf(out)).toEqual([])
      expect((await world.call('listCards', {})).cards).toMatchObject([
        { answer: 'always', isIn: false, sourceId: inside.sources[0]?.sourceId },
      ])
      const files = { ...cardFiles(), 'DCIM/100CANON/IMG_0004.JPG': jpeg(5) }
      putIn('EOS_DIGITAL', files, canon)
      const back = await untilDone(3)
      expect(back.cards).toBeUndefined()
      expect(await library()).toEqual(['IMG_0001.JPG', 'IMG_0002.JPG', 'IMG_0004.JPG'])
      expect(await isSound(world)).toBe(true)
    },
  )

  mountIt('is asked about again after “This time”, and not looked at before that', async () => {
    const { world, putIn, questions, answer, untilDone, pull, library } = await withReaders()
    putIn('EOS_DIGITAL', cardFiles(), canon)
    await answer((await questions(1))[0], 'once')
    await untilDone(2)
    await pull('EOS_DIGITAL')
    const more = { ...cardFiles(), 'DCIM/100CANON/IMG_0004.JPG': jpeg(5) }
    putIn('EOS_DIGITAL', more, canon)
    const [again] = await questions(1)
    // What was backed up from it then is not asked about once more.
    expect(again).toMatchObject({ files: 1, known: 2, answered: 'once', looksLike: false })
    const { sources, counts, conditions } = await world
      .call('scanNow', {})
      .then(() => world.call('getStatus', {}))
    expect([sources[0]?.state, counts.done.files, conditions]).toEqual(['not-connected', 2, []])
    await answer(again, 'once')
    await untilDone(3)
    expect(await library()).toContain('IMG_0004.JPG')
  })

  mountIt(
    'and pulled in the middle goes on by itself when it is back, also elsewhere',
    async () => {
      const { world, putIn, questions, answer, untilDone, pull, readers, looks } =
        await withReaders()
      await world.call('pause', { until: 'resumed' })
      putIn('EOS_DIGITAL', cardFiles(), canon)
      await answer((await questions(1))[0], 'once')
      await world.until(
        ({ sources }) => (sources[0]?.waiting ?? 0) === 2 && sources[0]?.state === 'watching',
        'it is looked through',
      )
      await pull('EOS_DIGITAL')
      await looks()
      putIn('EOS_DIGITAL1', cardFiles(), canon)
      await world.call('resume', {})
      const status = await untilDone(2)
      expect(status.cards).toBeUndefined()
      expect(status.sources).toMatchObject([{ path: join(readers.folder, 'EOS_DIGITAL1') }])
      // Then its time is over.
      await pull('EOS_DIGITAL1')
      await looks()
      putIn('EOS_DIGITAL', { ...cardFiles(), 'DCIM/100CANON/IMG_0004.JPG': jpeg(5) }, canon)
      expect(await questions(1)).toMatchObject([{ answered: 'once', files: 1, known: 2 }])
    },
  )

  mountIt('is never asked about after “Never”, until that is changed', async () => {
    const { world, putIn, questions, answer, pull, untilDone, looks } = await withReaders()
    putIn('EOS_DIGITAL', cardFiles(), canon)
    await answer((await questions(1))[0], 'never')
    await pull('EOS_DIGITAL')
    putIn('EOS_DIGITAL', cardFiles(), canon)
    await looks()
    const quiet = await world.call('getStatus', {})
    expect([quiet.cards, quiet.sources]).toEqual([undefined, []])
    const [known] = (await world.call('listCards', {})).cards
    expect(known).toMatchObject({ answer: 'never', isIn: true, sourceId: null })
    const change = (wish: CardAnswer) =>
      world.call('changeCard', { rememberedId: known?.rememberedId ?? '', answer: wish })
    await change('once')
    expect(await questions(1)).toHaveLength(1)
    await change('always')
    expect((await untilDone(2)).cards).toBeUndefined()
    // Taken out again: its folder goes, what is in the library stays.
    await change('never')
    await world.until(({ sources }) => sources.length === 0, 'its folder is gone')
    expect(await world.emulator.control.library()).toHaveLength(2)
  })

  mountIt(
    'formatted anew is taken for the known one once somebody says so, names used again',
    async () => {
      const { world, putIn, questions, answer, untilDone, pull, library, looks } =
        await withReaders()
      putIn('EOS_DIGITAL', cardFiles(), canon)
      await answer((await questions(1))[0], 'always')
      await untilDone(2)
      await pull('EOS_DIGITAL')
      putIn('EOS_DIGITAL', cardFiles(6), { ...canon, volumeId: 'uuid:77B0-1D02' })
      const [card] = await questions(1)
      expect(card).toMatchObject({ looksLike: true, answered: 'always', files: 2 })
      await looks()
      expect(await library()).toHaveLength(2)
      const asked = await world.call('getStatus', {})
      expect(asked.sources).toMatchObject([{ state: 'not-connected' }])
      expect(conditionsOf(asked)).toEqual([])
      await answer(card, 'always')
      await world.until(
        ({ sources }) => sources[0]?.done === 2 && sources[0].state === 'watching',
        'both are backed up',
      )
      expect(await library()).toEqual([
        ...['IMG_0001.JPG', 'IMG_0001.JPG', 'IMG_0002.JPG', 'IMG_0002.JPG'],
      ])
      const { sources } = await world.call('getStatus', {})
      expect(sources).toHaveLength(1)
      // The history names the card, also once it is out.
      await pull('EOS_DIGITAL')
      const filter = { sourceId: sources[0]?.sourceId ?? '' }
      const { rows } = await world.call('listHistory', { filter, after: null, limit: 9 })
      expect(rows.map(({ sourceName }) => sourceName)).toEqual(['EOS card', 'EOS card'])
      expect((await world.call('listCards', {})).cards).toHaveLength(1)
      expect(await isSound(world)).toBe(true)
    },
  )
})

describe('a volume without anything on it', () => {
  mountIt('is looked at once more: its files may come a moment after its mount', async () => {
    const { putIn, questions, looks } = await withReaders()
    const root = putIn('EOS_DIGITAL', {}, canon)
    // It is seen at one of these, and looked into by the next.
    await looks()
    await looks()
    mkdirSync(join(root, '.coming/100CANON'), { recursive: true })
    writeFileSync(join(root, '.coming/100CANON/IMG_0001.JPG'), jpeg(0))
    renameSync(join(root, '.coming'), join(root, 'DCIM'))
    expect(await questions(1)).toMatchObject([{ files: 1 }])
  })
})

describe('two cards at once', () => {
  mountIt(
    'are two questions and two folders, also where nothing but their places tells them apart',
    async () => {
      const { world, putIn, questions, answer, untilDone, pull, readers } = await withReaders()
      const nameless = { label: 'NO NAME', volumeId: null }
      putIn('NO NAME', cardFiles(), nameless)
      putIn('NO NAME1', { 'DCIM/100CANON/IMG_0001.JPG': jpeg(7) }, nameless)
      const cards = await questions(2)
      expect(cards.map(({ files }) => files).sort()).toEqual([1, 2])
      const [larger, smaller] = [...cards].sort((one, other) => other.files - one.files)
      await answer(larger, 'always')
      await untilDone(2)
      expect((await questions(1))[0]?.cardId).toBe(smaller?.cardId)
      await answer(smaller, 'always')
      await untilDone(3)
      const { sources } = await world.call('getStatus', {})
      expect(sources.map(({ path, done }) => [path, done])).toEqual([
        [join(readers.folder, 'NO NAME'), 2],
        [join(readers.folder, 'NO NAME1'), 1],
      ])
      // A third in the place of the first is asked about, whatever was said of that.
      await pull('NO NAME')
      putIn('NO NAME', { 'DCIM/100CANON/IMG_0009.JPG': jpeg(8) }, nameless)
      const [third] = await questions(1)
      expect(third).toMatchObject({ looksLike: true, answered: 'always', files: 1 })
      expect(await world.emulator.control.library()).toHaveLength(3)
      // It takes the place of the one that is out, never of the one that is in.
      await answer(third, 'always')
      const after = await untilDone(4)
      expect(after.sources.map(({ path }) => path).sort()).toEqual(
        sources.map(({ path }) => path).sort(),
      )
      expect(await world.emulator.control.library()).toHaveLength(4)
    },
  )
})

describe('nothing is asked', () => {
  mountIt(
    'about a card with nothing new on it, and its answer can be changed all the same',
    async () => {
      const { world, putIn, questions, answer, pull, untilDone, looks } = await withReaders()
      putIn('EOS_DIGITAL', cardFiles(), canon)
      await answer((await questions(1))[0], 'once')
      await untilDone(2)
      await pull('EOS_DIGITAL')
      // It is known by then that its time is over.
      putIn('STICK', { 'b.jpg': jpeg(2) }, { label: 'STICK', isRemovable: true })
      await answer((await questions(1))[0], 'never')
      const root = putIn('EOS_DIGITAL', cardFiles(), canon)
      await looks()
      await looks()
      expect((await world.call('getStatus', {})).cards).toBeUndefined()
      const listed = (await world.call('listCards', {})).cards
      const { rememberedId = '' } =
        listed.find(({ isIn, label }) => isIn && label === canon.label) ?? {}
      await world.call('changeCard', { rememberedId, answer: 'always' })
      writeFileSync(join(root, 'DCIM/100CANON/IMG_0007.JPG'), jpeg(7))
      await untilDone(3)
    },
  )

  mountIt(
    'about a card without photos, a disk that stays, and a folder that is backed up',
    async () => {
      const { world, readers, putIn, questions, looks } = await withReaders()
      putIn('EMPTY', { 'DCIM/100CANON/MVI_1.THM': 'x' }, { label: 'EMPTY' })
      putIn('DISK', { 'Pictures/a.jpg': jpeg(0) }, { label: 'DISK' })
      const known = putIn('KNOWN', { 'DCIM/100CANON/IMG_1.JPG': jpeg(1) }, { label: 'KNOWN' })
      await world.call('addSource', { path: join(known, 'DCIM') })
      await looks()
      expect((await world.call('getStatus', {})).cards).toBeUndefined()
      // A drive that people pull and that has photos is asked about.
      putIn('STICK', { 'Pictures/b.jpg': jpeg(2) }, { label: 'STICK', isRemovable: true })
      expect(await questions(1)).toMatchObject([{ kind: 'drive', label: 'STICK', files: 1 }])
      await readers.pull('STICK')
      await questions(0)
    },
  )

  mountIt('twice: who answers once more is told that nobody asks', async () => {
    const { world, putIn, questions, answer } = await withReaders()
    const root = putIn('EOS_DIGITAL', cardFiles(), canon)
    const [card] = await questions(1)
    await answer(card, 'once')
    writeFileSync(join(root, 'DCIM/100CANON/IMG_0007.JPG'), jpeg(7))
    const again = await world.engine.call('answerCard', { cardId: card?.cardId, answer: 'never' })
    expect(again).toMatchObject({ ok: false, failure: { kind: 'not-found' } })
    expect((await world.call('listCards', {})).cards).toMatchObject([{ answer: 'once' }])
  })
})
