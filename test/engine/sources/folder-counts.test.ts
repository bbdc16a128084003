import { describe, expect, it } from 'vitest'
import { createFolderCounts } from '../../../src/main/engine/sources/folder-counts.ts'
import type { FolderCount } from '../../../src/main/engine/ports/files.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const files = (count: number, isWhole = true): FolderCount => ({
  files: count,
  bytes: count * 100,
  onlineOnly: 0,
  libraries: [],
  isNetwork: false,
  isWhole,
})

function bench() {
  const clock = manualClock()
  const counts: {
    path: string
    grow(to: FolderCount): void
    end(result: Result<FolderCount, Failure>): void
    break(bug: Error): void
  }[] = []
  const ask = createFolderCounts(
    clock,
    (path, grow) => new Promise((end, fails) => counts.push({ path, grow, end, break: fails })),
  )
  return { clock, counts, ask }
}

describe('the count of a folder', () => {
  it('answers with the whole where that does not take long', async () => {
    const { counts, ask } = bench()
    const answer = ask('/pictures')
    counts[0]?.end(ok(files(3)))
    expect(await answer).toEqual(ok({ ...files(3), isCounting: false }))
  })

  it('answers with what there is so far, and goes on where it was at the next ask', async () => {
    const { clock, counts, ask } = bench()
    const first = ask('/pictures')
    counts[0]?.grow(files(2_000))
    clock.advance(300)
    expect(await first).toEqual(ok({ ...files(2_000, false), isCounting: true }))

    const second = ask('/pictures')
    counts[0]?.grow(files(4_000))
    clock.advance(300)
    expect(await second).toMatchObject(ok({ files: 4_000, isCounting: true }))
    expect(counts).toHaveLength(1)
  })

  it('keeps an end that came between two asks for the second', async () => {
    const { clock, counts, ask } = bench()
    const first = ask('/pictures')
    clock.advance(300)
    await first
    counts[0]?.end(ok(files(5_000)))
    expect(await ask('/pictures')).toMatchObject(ok({ files: 5_000, isCounting: false }))
    expect(counts).toHaveLength(1)
  })

  it('is made anew once its end was told, or has grown old', async () => {
    const { clock, counts, ask } = bench()
    const first = ask('/pictures')
    counts[0]?.end(ok(files(1)))
    await first
    const second = ask('/pictures')
    clock.advance(300)
    await second
    counts[1]?.end(ok(files(2)))
    await new Promise(setImmediate)
    clock.advance(10_000)
    void ask('/pictures')
    expect(counts).toHaveLength(3)
  })

  it('waits a third of a second for the whole, and then tells what there is, be it nothing', async () => {
    const { clock, ask } = bench()
    let answer: unknown = null
    const asked = ask('/pictures').then((given) => (answer = given))
    clock.advance(299)
    await new Promise(setImmediate)
    expect(answer).toBeNull()
    clock.advance(1)
    expect(await asked).toEqual(ok({ ...files(0, false), isCounting: true }))
  })

  it('that nobody fetches is kept for ten seconds, and leaves a later one alone', async () => {
    const { clock, counts, ask } = bench()
    const askBriefly = async (): Promise<void> => {
      const asked = ask('/pictures')
      clock.advance(300)
      await asked
    }
    await askBriefly()
    counts[0]?.end(ok(files(1)))
    await new Promise(setImmediate)
    clock.advance(9_999)
    expect(await ask('/pictures')).toMatchObject(ok({ files: 1, isCounting: false }))
    await askBriefly()
    expect(counts).toHaveLength(2)
    // What was left of the first one's time is over by now.
    await askBriefly()
    expect(counts).toHaveLength(2)
  })

  it('that ends with a bug says so, and is made anew at the next ask', async () => {
    const { counts, ask } = bench()
    const broken = ask('/pictures')
    counts[0]?.break(new TypeError('a bug'))
    await expect(broken).rejects.toThrow('a bug')
    const again = ask('/pictures')
    counts[1]?.end(ok(files(1)))
    expect(await again).toMatchObject(ok({ files: 1 }))
  })

  it('ends although some of it could not be read', async () => {
    const { counts, ask } = bench()
    const answer = ask('/pictures')
    counts[0]?.end(ok(files(7, false)))
    expect(await answer).toMatchObject(ok({ files: 7, isWhole: false, isCounting: false }))
  })

  it('says why a folder cannot be counted', async () => {
    const { counts, ask } = bench()
    const answer = ask('/gone')
    counts[0]?.end(fail({ kind: 'folder-missing', path: '/gone' }))
    expect(await answer).toEqual(fail({ kind: 'folder-missing', path: '/gone' }))
  })
})
