import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { debugSwitch, fusedBinary, isInspectable } from '../../src/main/shell/debug-switches.ts'

const never = (): boolean => false

describe('a switch that opens the app up', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect=0',
    '--inspect-brk=127.0.0.1:1',
    '--inspect-wait',
    '--inspect-port=1',
    '--js-flags=--expose-gc',
    '-remote-debugging-port=1',
    '/remote-debugging-port=1',
    '--Inspect',
  ])('is seen: %s', (word) => {
    expect(debugSwitch(['shoebox', '--hidden', word], never)).not.toBeNull()
  })

  it('is seen where only Chromium reads it', () => {
    expect(debugSwitch(['shoebox'], (name) => name === 'js-flags')).toBe('js-flags')
  })

  it('is none of the words with which the app is started every day', () => {
    const words = ['shoebox', '--hidden', '--stand-in', '--lang=en', '--user-data-dir=/a/inspect']
    expect(debugSwitch(words, never)).toBeNull()
  })
})

describe('the inspector’s fuse', () => {
  const wire = (inspect: string): Buffer =>
    Buffer.from(`dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0008010${inspect}1100`, 'latin1')
  async function binary(...parts: Buffer[]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'shoebox-fuses-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'program')
    await writeFile(path, Buffer.concat(parts))
    return path
  }

  it.each([
    ['set', '1', true],
    ['not set', '0', false],
    ['removed', 'r', false],
  ])('is read from the binary itself: %s', async (_, state, expected) => {
    // Also across the border of what is read at a time.
    for (const before of [0, 1_000, 4_194_304 - 10, 4_194_304, 9_000_000])
      expect(isInspectable(await binary(Buffer.alloc(before), wire(state)))).toBe(expected)
  })

  it('counts as not set where there is no wire, or no binary', async () => {
    expect(isInspectable(await binary(Buffer.alloc(5_000_000)))).toBe(false)
    expect(isInspectable('/does/not/exist')).toBe(false)
  })

  it('is looked for in the framework on a Mac', () => {
    expect(fusedBinary('/opt/Shoebox/shoebox', 'linux')).toBe('/opt/Shoebox/shoebox')
    expect(fusedBinary('/A/Shoebox.app/Contents/MacOS/Shoebox', 'darwin')).toBe(
      join('/A/Shoebox.app/Contents/Frameworks/Electron Framework.framework/Electron Framework'),
    )
  })
})
