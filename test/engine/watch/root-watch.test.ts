// A root that is moved while it is watched, as on Windows, whose watch tells nothing of it.
import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { rootLookMs, watchRoot, type RootLook } from '../../../src/main/engine/watch/root-watch.ts'
import { createSession } from '../../../src/main/engine/watch/session.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { folderWith } from './watched.ts'

/** A watched root that is looked at by the clock alone; `scans` counts how often all of it was to be scanned. */
function watching(root: string, look?: RootLook) {
  const clock = manualClock()
  let scans = 0
  const session = createSession(
    {
      ...{ root, ignorePatterns: [], includeSubfolders: true },
      onDirty: () => undefined,
      onOverflow: () => (scans += 1),
      onProblem: () => undefined,
    },
    clock,
    () => stop(),
  )
  const stop = watchRoot(session, clock, look)
  onTestFinished(() => session.close())
  /** Lets the next look come, and its answer, and what is told of it. */
  const lookOnce = async (): Promise<number> => {
    await vi.waitFor(() => expect(clock.pending()).toBeGreaterThan(0))
    clock.advance(rootLookMs)
    await vi.waitFor(() => expect(clock.pending()).toBeGreaterThan(0))
    clock.advance(1_000)
    return scans
  }
  return { clock, session, lookOnce }
}

it('a root that was moved away is scanned as a whole, and once', async () => {
  const root = join(folderWith('photos/1.jpg'), 'photos')
  const { lookOnce } = watching(root)
  expect(await lookOnce()).toBe(0)
  renameSync(root, `${root} elsewhere`)
  expect(await lookOnce()).toBe(1)
  expect(await lookOnce()).toBe(1)
  renameSync(`${root} elsewhere`, root)
  expect(await lookOnce()).toBe(2)
})

it('a root in whose place there is another folder is scanned as a whole', async () => {
  const root = join(folderWith('photos/1.jpg'), 'photos')
  const { lookOnce } = watching(root)
  expect(await lookOnce()).toBe(0)
  renameSync(root, `${root} elsewhere`)
  mkdirSync(root)
  expect(await lookOnce()).toBe(1)
})

it('a root is looked at no more once its watch is over, and never while a look waits for the disk', async () => {
  const waiting: ((found: string) => void)[] = []
  const { clock, session } = watching(
    '/photos',
    () => new Promise((answer) => waiting.push(answer)),
  )
  clock.advance(10 * rootLookMs)
  expect(waiting).toHaveLength(1)
  waiting[0]?.('1')
  await vi.waitFor(() => expect(clock.pending()).toBe(1))
  clock.advance(rootLookMs)
  expect(waiting).toHaveLength(2)
  session.close()
  waiting[1]?.('2')
  await Promise.resolve()
  expect(clock.pending()).toBe(0)
})
