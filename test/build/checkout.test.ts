// What git makes of the sources on another system: Git for Windows turns line ends on its own (core.autocrlf=true), and
// every check of the format, and scripts that run elsewhere, would fail on them.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'

const run = promisify(execFile)
const checkout = join(import.meta.dirname, '..', '..')

/** Each file that git knows, with its line ends in the index and in the folder. */
async function lineEnds(folder: string): Promise<{ index: string; here: string; path: string }[]> {
  const { stdout } = await run('git', ['-C', folder, 'ls-files', '--eol', '-z'], {
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout.split('\0').flatMap((line) => {
    const found = /^i\/(?<index>\S+)\s+w\/(?<here>\S+)\s.*\t(?<path>.*)$/s.exec(line)?.groups
    return found === undefined
      ? []
      : [{ index: found['index'] ?? '', here: found['here'] ?? '', path: found['path'] ?? '' }]
  })
}

// The sources may have come as an archive.
describe.runIf(existsSync(join(checkout, '.git')))('a clone as Git for Windows makes it', () => {
  it('has the same line ends as everywhere', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shoebox-clone-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const clone = join(folder, 'shoebox')
    const options = ['-c', 'core.autocrlf=true', '-c', 'core.safecrlf=false']
    await run('git', ['clone', '-q', '--depth=1', ...options, `file://${checkout}`, clone])
    const ends = await lineEnds(clone)
    expect(ends.length).toBeGreaterThan(1_000)
    expect(ends.filter(({ here }) => here === 'crlf' || here === 'mixed')).toEqual([])
    // None is turned on its way in, either, which would show as changed for ever.
    expect(ends.filter(({ index }) => index === 'crlf' || index === 'mixed')).toEqual([])
  })
})
