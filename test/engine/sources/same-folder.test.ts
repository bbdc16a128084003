// Two paths, one folder: by mount, by volume, by the file system's own numbers.
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FolderIdentity } from '../../../src/main/engine/ports/files.ts'
import { relate, type Relation } from '../../../src/main/engine/sources/same-folder.ts'
import { tempFolder } from '../scan/temp-folder.ts'
import { linkIt } from '../../builders/posix.ts'

const nameless: FolderIdentity = { volumeId: null, pathInVolume: null, isNetwork: false }
const on = (volumeId: string | null, pathInVolume: string | null): FolderIdentity => ({
  ...{ volumeId, pathInVolume, isNetwork: false },
})

describe('two folders', () => {
  it.each<[string, string, string, Relation]>([
    ['are one by their path', '/photos', '/photos/', 'same'],
    ['lie in one another by their paths', '/photos/2019', '/photos', 'inside'],
    ['lie around one another', '/', '/photos', 'around'],
    ['with a common beginning are apart', '/photos-2', '/photos', 'apart'],
  ])('%s', async (_, one, other, relation) => {
    const found = await relate(
      { path: one, identity: nameless },
      { path: other, identity: nameless },
    )
    expect(found).toBe(relation)
  })

  it.each<[string, FolderIdentity, FolderIdentity, Relation]>([
    ['under another letter are one', on('serial:1', 'DCIM'), on('serial:1', 'DCIM'), 'same'],
    [
      'of one volume lie in one another',
      on('serial:1', 'DCIM/100'),
      on('serial:1', 'DCIM'),
      'inside',
    ],
    ['of two volumes are apart', on('serial:1', 'DCIM'), on('serial:2', 'DCIM'), 'apart'],
    [
      'of one volume lie around one another',
      on('serial:1', 'DCIM'),
      on('serial:1', 'DCIM/100'),
      'around',
    ],
    ['of a volume without a name are apart', on('serial:1', 'DCIM'), nameless, 'apart'],
    ['of no volume are apart', on(null, 'DCIM'), on(null, 'DCIM'), 'apart'],
    ['of no path in one are apart', on('serial:1', null), on('serial:1', 'DCIM'), 'apart'],
    ['of no path in the other are apart', on('serial:1', 'DCIM'), on('serial:1', null), 'apart'],
  ])('%s', async (_, one, other, relation) => {
    const found = await relate(
      { path: join(tempFolder(), 'nowhere'), identity: one },
      { path: join(tempFolder(), 'nowhere'), identity: other },
    )
    expect(found).toBe(relation)
  })

  // What a file system that does not tell cases apart shows is two paths with one number, as here.
  it('are one where the file system says so, and lie in one another', async ({ skip }) => {
    const root = tempFolder()
    const [first, second] = [join(root, 'Photos'), join(root, 'photos ')]
    for (const folder of [first, second, join(first, 'inside')]) mkdirSync(folder)
    try {
      execFileSync('mount', ['--bind', first, second], { stdio: 'ignore' })
    } catch {
      skip()
    }
    onTestFinished(() => {
      execFileSync('umount', ['-l', second])
    })
    const at = (path: string) => ({ path, identity: nameless })
    expect(await relate(at(second), at(first))).toBe('same')
    expect(await relate(at(join(second, 'inside')), at(first))).toBe('inside')
    expect(await relate(at(first), at(join(second, 'inside')))).toBe('around')
  })

  linkIt('stand through a link as what it leads to stands', async () => {
    const root = tempFolder()
    for (const name of ['real', 'real/inside', 'other']) mkdirSync(join(root, name))
    symlinkSync(join(root, 'real'), join(root, 'link'))
    const at = (name: string) => ({ path: join(root, name), identity: nameless })
    const found = await Promise.all(
      [
        ['link', 'real'],
        ['link/inside', 'real/inside'],
        ['link/inside', 'real'],
        ['real', 'link/inside'],
        ['link/inside', 'other'],
        ['link', 'nowhere'],
        ['nowhere', 'link'],
      ].map(([one = '', other = '']) => relate(at(one), at(other))),
    )
    expect(found).toEqual(['same', 'same', 'inside', 'around', 'apart', 'apart', 'apart'])
  })
})
