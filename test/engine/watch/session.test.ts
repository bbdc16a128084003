import { describe, expect, it } from 'vitest'
import { toRelative } from '../../../src/main/engine/watch/recursive-watch.ts'
import {
  createSession,
  nameOf,
  parentOf,
  toProblem,
} from '../../../src/main/engine/watch/session.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

function open(part: { includeSubfolders?: boolean; onProblem?: () => void } = {}) {
  const clock = manualClock()
  const told: string[] = []
  const session = createSession(
    {
      root: '/photos',
      ignorePatterns: ['Exports', 'a/private'],
      includeSubfolders: true,
      onDirty: (folder) => told.push(folder),
      onOverflow: () => told.push('overflow'),
      onProblem: (problem) => told.push(problem),
      ...part,
    },
    clock,
    () => told.push('released'),
  )
  return { clock, told, session }
}

describe('a session', () => {
  it('gathers a burst into one call for each folder', () => {
    const { clock, told, session } = open()
    for (let event = 0; event < 1_000; event++) session.markDirty(event % 2 === 0 ? 'a' : 'b')
    expect(told).toEqual([])
    clock.advance(1_000)
    expect(told).toEqual(['a', 'b'])
    session.markDirty('a')
    clock.advance(1_000)
    expect(told).toEqual(['a', 'b', 'a'])
  })

  it('asks for a whole scan instead of thousands of folders', () => {
    const { clock, told, session } = open()
    for (let folder = 0; folder < 5_000; folder++) session.markDirty(String(folder))
    clock.advance(1_000)
    expect(told).toEqual(['overflow'])
  })

  it('tells what it knows before a problem, and nothing after it', () => {
    const { clock, told, session } = open()
    session.markDirty('a')
    session.fail('watch-error')
    session.fail('watch-limit')
    session.markDirty('b')
    session.overflow()
    session.close()
    clock.advance(1_000)
    expect(told).toEqual(['a', 'released', 'watch-error'])
    expect(session.isOver()).toBe(true)
  })

  it('tells nothing once it is closed', () => {
    const { clock, told, session } = open()
    session.markDirty('a')
    session.close()
    session.fail('watch-error')
    clock.advance(1_000)
    expect(told).toEqual(['released'])
    expect(clock.pending()).toBe(0)
  })

  it('knows which folders are searched', () => {
    const { session } = open()
    for (const folder of ['', 'a', 'a/b', 'private']) expect(session.isSearched(folder)).toBe(true)
    for (const folder of ['.x', 'a/@eaDir', 'Exports', 'b/Exports/c', 'a/private', 'a/private/b']) {
      expect(session.isSearched(folder)).toBe(false)
    }
    expect(open({ includeSubfolders: false }).session.isSearched('a')).toBe(false)
  })

  it('knows which files can be photos or videos', () => {
    const { session } = open()
    // What claims nothing can be one, too: its first bytes tell.
    for (const name of ['1.JPG', 'IMG_0001', '1.0001']) {
      expect(session.isMedia('a', name)).toBe(true)
    }
    for (const name of ['1.txt', '.jpg', '._1.jpg', '1.jpg.part']) {
      expect(session.isMedia('a', name)).toBe(false)
    }
  })
})

describe('words about paths and errors', () => {
  it('splits folders', () => {
    expect(['a/b/c', 'a', ''].map(parentOf)).toEqual(['a/b', '', ''])
    expect(['a/b/c', 'a', ''].map(nameOf)).toEqual(['c', 'a', ''])
  })

  it('takes a path of an event inside the root and no other', () => {
    expect(toRelative('/photos', 'a/1.jpg')).toBe('a/1.jpg')
    expect(toRelative('/photos', '/photos/a')).toBe('a')
    for (const path of ['', '..', '../x', '/other', '/photos']) {
      expect(toRelative('/photos', path)).toBeNull()
    }
  })

  it('tells limits of the system from other errors', () => {
    const coded = (code: string): Error => Object.assign(new Error(), { code })
    expect(['ENOSPC', 'EMFILE', 'EIO'].map((code) => toProblem(coded(code)))).toEqual([
      'watch-limit',
      'watch-limit',
      'watch-error',
    ])
    expect(toProblem('odd')).toBe('watch-error')
  })
})
