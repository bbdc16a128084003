// Whether somebody is at the computer, as a table over how long keyboard and mouse have rested.
import { describe, expect, it, vi } from 'vitest'
import { afterLook, unknownUse, type Use } from '../../src/main/shell/use-facts.ts'

vi.mock('electron', () => ({ powerMonitor: {} }))

const after = (platform: NodeJS.Platform, ...idleSeconds: number[]): (boolean | null)[] => {
  const seen: (boolean | null)[] = []
  let use: Use = unknownUse(platform)
  for (const seconds of idleSeconds) {
    use = afterLook(use, seconds)
    seen.push(use.isInUse)
  }
  return seen
}

describe('somebody is at the computer', () => {
  it.each<[string, NodeJS.Platform, number[], (boolean | null)[]]>([
    ['at work', 'win32', [0, 3, 0], [true, true, true]],
    ['reading', 'darwin', [2, 60, 179], [true, true, true]],
    ['gone for three minutes', 'win32', [2, 180, 900], [true, false, false]],
    ['back with a first touch', 'win32', [400, 2], [false, true]],
    ['away when it started', 'win32', [3600], [false]],
    // A look that comes late, as after a rest of the machine, changes nothing by itself.
    ['back a while ago', 'win32', [400, 40, 5], [false, false, true]],
    ['where nothing is told but 0', 'linux', [0, 0, 0], [null, null, null]],
    ['where it turns out to be told', 'linux', [0, 30, 0, 200], [null, true, true, false]],
  ])('%s (%s)', (_, platform, idleSeconds, seen) => {
    expect(after(platform, ...idleSeconds)).toEqual(seen)
  })
})
