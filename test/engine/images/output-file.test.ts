// Behaviour of the writing of what the worker makes: whole and for its owner alone, or not at all.
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  DiskFullError,
  OutputError,
  writeWhole,
} from '../../../src/main/engine/images/output-file.ts'
import { posixIt } from '../../builders/posix.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a file of the worker', () => {
  it('is written whole, over what was there', async () => {
    const path = join(folder, 'copy.jpg')
    await writeWhole(path, Buffer.from('longer than the next'))
    await writeWhole(path, Buffer.from('the copy'))
    expect(await readFile(path, 'utf8')).toBe('the copy')
  })

  posixIt('is read by its owner alone', async () => {
    await writeWhole(join(folder, 'copy.jpg'), Buffer.from('the copy'))
    expect((await stat(join(folder, 'copy.jpg'))).mode & 0o777).toBe(0o600)
  })

  it('that cannot be written says why', async () => {
    const nowhere = writeWhole(join(folder, 'gone', 'copy.jpg'), Buffer.from('x'))
    await expect(nowhere).rejects.toBeInstanceOf(OutputError)
    await expect(nowhere).rejects.toThrow('cannot write: ENOENT')
    await mkdir(join(folder, 'folder'))
    await expect(writeWhole(join(folder, 'folder'), Buffer.from('x'))).rejects.toThrow(
      'cannot write: EISDIR',
    )
    expect(await readdir(folder)).toEqual(['folder'])
  })

  it.skipIf(process.platform !== 'linux')('on a full disk is told apart, and is gone', async () => {
    // A name in the folder for the system's own disk that is always full.
    await symlink('/dev/full', join(folder, 'copy.jpg'))
    await expect(writeWhole(join(folder, 'copy.jpg'), Buffer.from('x'))).rejects.toBeInstanceOf(
      DiskFullError,
    )
    expect(await readdir(folder)).toEqual([])
  })
})
